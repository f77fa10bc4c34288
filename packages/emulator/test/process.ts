import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The built command line. Run the build before these tests. */
export const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url))

/** The ready line. */
export interface Ready {
  readonly ready: true
  readonly authUrl: string
  readonly apiKey: string
  readonly verifierKey: string
  readonly issuer: string
  readonly port: number
  /** Only where other machines can connect. */
  readonly personaPassword?: string
}

export interface Started extends AsyncDisposable {
  readonly child: ChildProcess
  readonly ready: Ready
  /** Everything written so far. */
  output(): { readonly stdout: string; readonly stderr: string }
  /** Sends the signal and waits for the end. Returns the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** Runs the command line until its ready line. */
export async function startCli(args: readonly string[], options: SpawnOptions = {}): Promise<Started> {
  const child = spawn(process.execPath, [CLI, '--json', ...args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  const written = { stdout: '', stderr: '' }
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve))
  const stop = (signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> => {
    child.kill(signal)
    return closed
  }
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    written.stderr += chunk
  })
  const ready = await new Promise<Ready>((resolve, reject) => {
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      written.stdout += chunk
      if (written.stdout.includes('\n')) resolve(JSON.parse(written.stdout))
    })
    closed.then((code) => reject(new Error(`exit ${code}: ${written.stderr}`)))
  })
  return { child, ready, stop, output: () => written, [Symbol.asyncDispose]: async () => void (await stop('SIGKILL')) }
}

interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

const quietEnv = { ...process.env, NODE_NO_WARNINGS: '1' }

/** Runs the command line to its end. */
export function runCli(args: readonly string[], options: SpawnOptions = {}): Promise<Finished> {
  const child = spawn(process.execPath, [CLI, ...args], {
    env: quietEnv,
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const written = { stdout: '', stderr: '' }
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    written.stdout += chunk
  })
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    written.stderr += chunk
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, ...written }))
  })
}
