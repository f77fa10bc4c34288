import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { folderOfTest } from 'test-kit/temporary-folder'
import { expect, test } from 'vitest'
import { testEmulator } from '../../test/fixture.js'
import { readSeed } from './read-seed.js'

function seedFile(text: string): string {
  const file = join(folderOfTest(), 'propelauth.seed.yaml')
  writeFileSync(file, text)
  return file
}

test('an emulator starts from a seed file', async () => {
  const seed = await readSeed(seedFile('users: [{ key: ada, email: ada@acme.test }]'))
  await using emulator = testEmulator({ seed })
  expect(emulator.counts().users).toBe(1)
})

test('a mistake in the file has line and column', async () => {
  const file = seedFile('users:\n  - { key: ada, mail: ada@acme.test }')
  await expect(readSeed(file)).rejects.toThrow(`${file}:2:`)
})

test('a file that does not exist is the error of Node', async () => {
  await expect(readSeed('no.seed.yaml')).rejects.toMatchObject({ code: 'ENOENT' })
})
