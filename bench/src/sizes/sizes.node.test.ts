// What every published entry may weigh in a bundle, compressed. Raise a budget on purpose only.
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { mcpEntries, ourEntries, sessionEntries } from './entries.ts'
import { unpackedBytes } from './unpacked.ts'
import { weigh } from './weigh.ts'

/** Bytes, after minifying and gzip. */
const budgets: Readonly<Record<string, number>> = {
  'a Worker around createPropelAuth': 19_470,
  'the same with keys in KV': 19_630,
  'createVerifier with remote keys in KV': 9_700,
  'everything in @propelauth-edge/core': 20_930,
  'everything in @propelauth-edge/core/verifier': 10_960,
  'everything in @propelauth-edge/core/kv': 340,
  'everything in @propelauth-edge/core/adapter': 20_910,
  'everything in @propelauth-edge/cloudflare': 21_950,
  'everything in @propelauth-edge/hono': 22_310,
  'everything in @propelauth-edge/hono/openapi': 1_300,
  'everything in @propelauth-edge/hono/session': 28_200,
  'everything in @propelauth-edge/itty-router': 21_930,
  'everything in @propelauth-edge/next': 21_290,
  'everything in @propelauth-edge/next/server': 1_800,
  'everything in @propelauth-edge/next/session': 12_200,
  'everything in @propelauth-edge/webhooks': 2_048,
  'everything in @propelauth-edge/webhooks/kv': 400,
  'one endpoint of @propelauth-edge/management': 3_370,
}

for (const entry of ourEntries())
  test(`${entry.name} stays within its budget`, async () => {
    const { gzip } = await weigh(entry)
    expect(gzip).toBeLessThanOrEqual(budgets[entry.name] ?? 0)
    expect(gzip).toBeGreaterThan((budgets[entry.name] ?? 0) * 0.8)
  })

test('a login takes at most 6 KB beside core and the transport', async () => {
  const { whole, without } = sessionEntries()
  const { gzip } = await weigh(whole)
  const rest = await weigh(without)
  expect(gzip - rest.gzip).toBeLessThanOrEqual(6_144)
  expect(gzip - rest.gzip).toBeGreaterThan(5_500)
})

test('an MCP server takes at most 4 KB beside core, and 9 KB without the rest of it', async () => {
  const { whole, without, alone } = mcpEntries()
  const { gzip } = await weigh(whole)
  const rest = await weigh(without)
  expect(gzip - rest.gzip).toBeLessThanOrEqual(4_096)
  expect(gzip - rest.gzip).toBeGreaterThan(3_500)
  expect((await weigh(alone)).gzip).toBeLessThanOrEqual(9_000)
})

test('the package of the emulator takes less than 3 MB on disk', () => {
  const bytes = unpackedBytes(fileURLToPath(new URL('../../../packages/emulator', import.meta.url)))
  expect(bytes).toBeLessThan(3_000_000)
  expect(bytes).toBeGreaterThan(1_500_000)
})
