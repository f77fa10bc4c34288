import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { commands, type ProcessRuntime } from '../runtimes/commands.ts'
import type { Job } from './job.ts'
import type { Measurement } from './measure.ts'

const child = fileURLToPath(import.meta.resolve('./child.ts'))

/** Runs a job in a process of its own. */
export async function runInProcess(job: Job, runtime: ProcessRuntime, tokenPath: string): Promise<Measurement[]> {
  const [command, ...flags] = commands[runtime]
  const args = [...flags, child, JSON.stringify(job), tokenPath]
  const { stdout } = await promisify(execFile)(command, args, { maxBuffer: 2 ** 26 })
  return JSON.parse(stdout)
}
