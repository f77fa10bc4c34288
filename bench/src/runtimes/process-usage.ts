import { readFileSync } from 'node:fs'

/** Linux counts in hundredths of a second for every process, whatever its own clock does. */
const ticksPerSecond = 100

/** Milliseconds that all threads of a process have worked, in user and system mode; nothing where Linux is not. */
export function processorTimeOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is a file name in parentheses, which may hold spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return ((Number(fields[11]) + Number(fields[12])) * 1_000) / ticksPerSecond
  } catch {
    return undefined
  }
}

/** Bytes of memory in use by a process; 0 where Linux is not. */
export function residentBytesOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}
