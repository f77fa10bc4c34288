// The size of a bundle with the published files, minified and compressed by gzip, and what must not be in it.
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { buildSync } from 'esbuild'
import { describe, expect, test } from 'vitest'
import { operations } from '../test/samples.js'

const resolveDir = fileURLToPath(new URL('..', import.meta.url))

function bundle(contents: string) {
  const { outputFiles } = buildSync({
    stdin: { contents, resolveDir },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
  })
  const [file] = outputFiles
  if (!file) throw new Error('no bundle')
  return { text: file.text, bytes: gzipSync(file.contents, { level: 9 }).length }
}

const KB = 1_024
const index = "'./dist/index.js'"

describe('a bundle has only what it uses', () => {
  for (const name of operations)
    test(`${name} with the transport: below 3.55 KB`, () => {
      const { text, bytes } = bundle(`export { call, createTransport, ${name} } from ${index}`)
      expect(bytes).toBeLessThan(3.55 * KB)
      expect(text).toContain(`"${name}"`)
      // It has one endpoint, and nothing that only others need.
      expect(text.match(/"(GET|POST|PUT|PATCH|DELETE) \//g)).toHaveLength(1)
      expect(text).not.toMatch(/iterate|CREATED_AT_ASC/)
    })

  test('all functions: below 10.2 KB', () => {
    const { text, bytes } = bundle(`export { createManagementClient, isManagementError } from ${index}`)
    expect(bytes).toBeLessThan(10.2 * KB)
    expect(text.match(/"(GET|POST|PUT|PATCH|DELETE) \//g)).toHaveLength(84)
  })

  test('nothing: the package leaves no bytes', () => {
    expect(bundle(`import ${index}`).bytes).toBeLessThan(30)
  })

  test('the contract fetches nothing', () => {
    expect(bundle("export { contract } from './dist/contract.js'").text).not.toMatch(/\bfetch\(|Authorization|Headers/)
  })
})
