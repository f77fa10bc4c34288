import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'))

/**
 * What the compiler has to say of a project, one line for each error. Not of its own libraries, such as lib.dom.d.ts: that
 * would take two thirds of the time, and no package of ours adds to them. On one thread: other tests have the processors.
 */
export function typeErrors(tsconfig: string): readonly string[] {
  const flags = ['--pretty', 'false', '--singleThreaded', '--skipDefaultLibCheck']
  const args = [join(typescript, 'bin/tsc'), '-p', tsconfig, ...flags]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  const lines = `${stdout}${stderr}`.split('\n').filter((line) => line !== '')
  return status !== 0 && lines.length === 0 ? [`tsc ended with ${status}`] : lines
}
