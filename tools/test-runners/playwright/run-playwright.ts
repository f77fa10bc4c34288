// Playwright's own runner, as a program.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { JSONReport, JSONReportSpec, JSONReportSuite } from '@playwright/test/reporter'

const folder = import.meta.dirname
const cli = join(folder, '../node_modules/@playwright/test/cli.js')

export interface Run {
  readonly stats: JSONReport['stats']
  readonly specs: readonly JSONReportSpec[]
  /** By the title of the test. */
  readonly errors: Readonly<Record<string, string>>
}

const specsOf = ({ specs, suites = [] }: JSONReportSuite): JSONReportSpec[] => [...specs, ...suites.flatMap(specsOf)]

/** Runs the tests of a configuration in this folder, with these variables and flags. */
export async function runPlaywright(
  name: string,
  env: Readonly<Record<string, string>> = {},
  ...flags: string[]
): Promise<Run> {
  const config = join(folder, `${name}.config.ts`)
  const child = spawn(process.execPath, [cli, 'test', '--config', config, ...flags], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  if (!stdout.startsWith('{')) throw new Error(`Playwright has no report: ${stdout}${stderr}`)
  const { stats, suites, errors } = JSON.parse(stdout) as JSONReport
  if (suites.length === 0) throw new Error(`Playwright ran nothing: ${errors.map(({ message }) => message).join('\n')}`)
  const specs = suites.flatMap(specsOf)
  const failed = specs.flatMap(({ title, tests }) =>
    tests.flatMap(({ results }) => results.flatMap(({ error }) => (error ? [[title, error.message ?? '']] : []))),
  )
  return { stats, specs, errors: Object.fromEntries(failed) }
}
