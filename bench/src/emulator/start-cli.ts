import { fileURLToPath } from 'node:url'
import type { ServerProcess } from '../runtimes/server-process.ts'
import { spawnServer } from '../runtimes/spawn-server.ts'

const cli = fileURLToPath(new URL('../../../packages/emulator/dist/cli.js', import.meta.url))

export interface StartedCli extends ServerProcess {
  readonly apiKey: string
  /** Milliseconds from the spawn to the ready line. */
  readonly startMs: number
}

/** Runs the built command line of the emulator until its ready line. */
export async function startCli(flags: readonly string[]): Promise<StartedCli> {
  const startedAt = performance.now()
  return new Promise((resolve, reject) => {
    const spawned = spawnServer(process.execPath, [cli, '--json', '--port', '0', ...flags], (line) => {
      const startMs = performance.now() - startedAt
      const { port, apiKey } = JSON.parse(line) as Pick<StartedCli, 'port' | 'apiKey'>
      resolve({ ...spawned, port, apiKey, startMs })
    })
    spawned.exited.then(() => reject(new Error(`the emulator ended: ${spawned.output()}`)))
  })
}
