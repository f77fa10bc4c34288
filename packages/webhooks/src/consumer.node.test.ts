import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const cwd = fileURLToPath(new URL('..', import.meta.url))

for (const runtime of ['dom', 'node', 'webworker', 'workers'])
  test(`a consumer compiles with the typings of ${runtime} alone`, () => {
    const project = `test/consumer/tsconfig.${runtime}.json`
    const { status, stdout } = spawnSync('tsc', ['-p', project], { cwd, encoding: 'utf8' })
    expect(stdout).toBe('')
    expect(status).toBe(0)
  })
