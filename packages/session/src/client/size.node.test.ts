// What a page downloads, and that it has nothing of the server.
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { bundleText } from 'test-kit/bundle'
import { expect, test } from 'vitest'

const resolveDir = fileURLToPath(new URL('../..', import.meta.url))
const bundle = (code: string) =>
  bundleText(code, resolveDir, { minify: true, target: 'es2022', packages: 'external', platform: 'browser' })

test('the client takes at most 1.5 KB, with no dependency and no code of the server', async () => {
  const text = await bundle("export { createSessionClient } from './dist/client.js'")
  expect(gzipSync(text, { level: 9 }).length).toBeLessThanOrEqual(1_536)
  expect(text).not.toMatch(/\bimport\b|set-cookie|apiKey|refresh_token|crypto/i)
})

test('the types of the client alone take nothing', async () => {
  const text = await bundle(
    "import type { ClientSession } from './dist/client.js'\nexport const session: ClientSession[] = []",
  )
  expect(text.length).toBeLessThan(60)
})
