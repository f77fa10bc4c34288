import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from 'test-kit/temporary-folder'
import { describe, expect, test } from 'vitest'
import { CLI } from '../test/process.js'

const index = new URL('../dist/index.js', import.meta.url).href
const folder = temporaryFolder()

/** Runs this Node as an older one: without node:sqlite. */
function withoutSqlite(...args: readonly string[]) {
  const { status, stderr, stdout } = spawnSync(process.execPath, ['--no-experimental-sqlite', ...args], {
    encoding: 'utf8',
    cwd: folder,
  })
  return { status, stderr, stdout }
}

describe('a version of Node without node:sqlite', () => {
  const message = `needs Node 22.13 or newer. This is Node ${process.versions.node}.`

  test.each([
    ['import', `import ${JSON.stringify(index)}`],
    ['import of a name', `import { createEmulator } from ${JSON.stringify(index)}; createEmulator()`],
    ['dynamic import', `await import(${JSON.stringify(index)})`],
  ])('%s fails with the needed version', (_, script) => {
    const file = join(folder, 'app.mjs')
    writeFileSync(file, script)
    const { status, stderr } = withoutSqlite(file)
    expect(status).toBe(1)
    expect(stderr).toContain(message)
  })

  test.each([[[]], [['exec', '--', 'true']], [['--version']]])('the command line says so: %j', (args) => {
    const { status, stdout, stderr } = withoutSqlite(CLI, ...args)
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toBe(
      `propelauth-emulator: The PropelAuth emulator keeps its state in node:sqlite, which ${message}\n`,
    )
  })
})
