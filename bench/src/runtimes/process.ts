import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Job } from '../job.ts'
import type { Measurement } from '../measure.ts'

const child = fileURLToPath(import.meta.resolve('./child.ts'))
const bun = fileURLToPath(import.meta.resolve('bun/bin/bun.exe'))
const deno = fileURLToPath(import.meta.resolve('deno/bin.cjs'))

const commands = {
  node: [process.execPath],
  bun: [bun],
  deno: [process.execPath, deno, 'run', '--no-lock', '--cached-only', '--allow-all'],
} as const

/** Runs a job in a process of its own. */
export async function runInProcess(
  job: Job,
  runtime: keyof typeof commands,
  tokenPath: string,
): Promise<Measurement[]> {
  const [command, ...flags] = commands[runtime]
  const args = [...flags, child, JSON.stringify(job), tokenPath]
  const { stdout } = await promisify(execFile)(command, args, { maxBuffer: 2 ** 26 })
  return JSON.parse(stdout)
}
