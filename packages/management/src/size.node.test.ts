// The size of a bundle with the published files, minified and compressed by gzip, and what must not be in it.
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { BuildOptions } from 'esbuild'
import { bundleText, forAnyRuntime } from 'test-kit/bundle'
import { describe, expect, test } from 'vitest'
import { operations } from '../test/samples.js'

const resolveDir = fileURLToPath(new URL('..', import.meta.url))

async function bundle(contents: string, options: BuildOptions = {}) {
  const text = await bundleText(contents, resolveDir, { ...forAnyRuntime, minify: true, ...options })
  return { text, bytes: gzipSync(text, { level: 9 }).length }
}

const KB = 1_024
const index = "'./dist/index.js'"

describe('a bundle has only what it uses', () => {
  for (const name of operations)
    test(`${name} with the transport: below 3.55 KB`, async () => {
      const { text, bytes } = await bundle(`export { call, createTransport, ${name} } from ${index}`)
      expect(bytes).toBeLessThan(3.55 * KB)
      expect(text).toContain(`"${name}"`)
      // It has one endpoint, and nothing that only others need.
      expect(text.match(/"(GET|POST|PUT|PATCH|DELETE) \//g)).toHaveLength(1)
      expect(text).not.toMatch(/iterate|CREATED_AT_ASC/)
    })

  test('all functions: below 10.2 KB', async () => {
    const { text, bytes } = await bundle(`export { createManagementClient, isManagementError } from ${index}`)
    expect(bytes).toBeLessThan(10.2 * KB)
    expect(text.match(/"(GET|POST|PUT|PATCH|DELETE) \//g)).toHaveLength(84)
  })

  test('nothing: the package leaves no bytes', async () => {
    // The warning says that the import is left out.
    const silent = { logOverride: { 'ignored-bare-import': 'silent' } } as const
    expect((await bundle(`import ${index}`, silent)).bytes).toBeLessThan(30)
  })

  test('the contract fetches nothing', async () => {
    const { text } = await bundle("export { contract } from './dist/contract.js'")
    expect(text).not.toMatch(/\bfetch\(|Authorization|Headers/)
  })
})
