import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { atExit } from './at-exit.ts'
import type { ServerProcess } from './server-process.ts'

export type SpawnedProcess = Omit<ServerProcess, 'port'>

/** Called for every line on standard output. */
export type OnLine = (line: string) => void

/** Starts a process that is ended with this one at the latest. */
export function spawnServer(command: string, args: readonly string[], onLine: OnLine = () => {}): SpawnedProcess {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const takeBack = atExit(() => child.kill('SIGKILL'))
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk
    })
  createInterface({ input: child.stdout }).on('line', onLine)
  let isGone = false
  const exited = once(child, 'exit').then(() => {
    isGone = true
    takeBack()
  })
  return {
    pid: child.pid ?? 0,
    output: () => output,
    hasExited: () => isGone,
    exited,
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}
