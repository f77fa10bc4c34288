import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { atExit } from './at-exit.ts'
import type { ServerProcess } from './server-process.ts'

export type SpawnedProcess = Omit<ServerProcess, 'port'>

/** Starts a process that is ended with this one at the latest. */
export function spawnServer(command: string, args: readonly string[]): SpawnedProcess {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const takeBack = atExit(() => child.kill('SIGKILL'))
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk
    })
  let isGone = false
  const gone = once(child, 'exit').then(() => {
    isGone = true
    takeBack()
  })
  return {
    pid: child.pid ?? 0,
    output: () => output,
    hasExited: () => isGone,
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
  }
}
