import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, onTestFinished } from 'vitest'

const create = () => realpathSync(mkdtempSync(join(tmpdir(), 'propelauth-edge-')))
const remove = (folder: string) => rmSync(folder, { recursive: true, force: true })

/** A new folder, removed after the file or the `describe` block that asks for it. */
export function temporaryFolder(): string {
  const folder = create()
  afterAll(() => remove(folder))
  return folder
}

/** A new folder, removed after the test that asks for it, itself or in `beforeEach`. */
export function folderOfTest(): string {
  const folder = create()
  onTestFinished(() => remove(folder))
  return folder
}
