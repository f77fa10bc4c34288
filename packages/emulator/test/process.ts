import { type SpawnOptions, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Program, startProgram } from 'test-kit/program'

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
  readonly mcpClientId: string
  readonly mcpClientSecret: string
  /** Only with an endpoint. */
  readonly webhookSecret?: string
  /** Only where other machines can connect. */
  readonly personaPassword?: string
}

export interface Started extends Program {
  readonly ready: Ready
}

/** A program and its first arguments, which run the command line that follows: `nsenter`, `setpriv`. */
export type Runner = readonly string[]

/** Runs the command line until its ready line. */
export async function startCli(
  args: readonly string[],
  options: SpawnOptions = {},
  runner: Runner = [],
): Promise<Started> {
  const [command = '', ...rest] = [...runner, process.execPath, CLI, '--json', ...args]
  const program = await startProgram(command, rest, options)
  return { ...program, ready: JSON.parse(program.line) }
}

interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

const quietEnv = { ...process.env, NODE_NO_WARNINGS: '1' }

/** Runs the command line to its end. */
export function runCli(args: readonly string[], options: SpawnOptions = {}, runner: Runner = []): Promise<Finished> {
  const [command = '', ...rest] = [...runner, process.execPath, CLI, ...args]
  const child = spawn(command, rest, {
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
