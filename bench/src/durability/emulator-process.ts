import { fileURLToPath } from 'node:url'
import { startProgram } from 'test-kit/program'

const cli = fileURLToPath(new URL('../../../packages/emulator/dist/cli.js', import.meta.url))

/** The built command line, in a process of its own. */
export interface EmulatorProcess extends AsyncDisposable {
  readonly authUrl: string
  readonly apiKey: string
  /** From the spawn to the ready line. */
  readonly startMs: number
  /** Sends SIGKILL. It has gone when the promise is fulfilled. */
  kill(): Promise<unknown>
}

/** Starts the emulator on a data directory, with refresh tokens that are good for one use. */
export async function startEmulator(data: string, webhookUrl: string): Promise<EmulatorProcess> {
  const flags = ['--json', '--port', '0', '--data', data, '--refresh-tokens', 'strict', '--webhook', webhookUrl]
  const startedAt = performance.now()
  const program = await startProgram(process.execPath, [cli, ...flags])
  const startMs = performance.now() - startedAt
  const { authUrl, apiKey } = JSON.parse(program.line) as Pick<EmulatorProcess, 'authUrl' | 'apiKey'>
  const kill = () => program.stop('SIGKILL')
  return { authUrl, apiKey, startMs, kill, [Symbol.asyncDispose]: async () => void (await kill()) }
}
