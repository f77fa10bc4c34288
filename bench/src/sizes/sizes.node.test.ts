// What every published entry may weigh in a bundle, compressed. A budget is raised by whoever means to, never in passing.
import { expect, test } from 'vitest'
import { ourEntries } from './entries.ts'
import { weigh } from './weigh.ts'

/** Bytes, after minifying and gzip. */
const budgets: Readonly<Record<string, number>> = {
  'a Worker around createPropelAuth': 12_400,
  'the same with keys in KV': 12_550,
  'everything in @propelauth-edge/core': 13_800,
  'everything in @propelauth-edge/core/kv': 300,
  'everything in @propelauth-edge/cloudflare': 13_800,
  'everything in @propelauth-edge/hono': 14_250,
  'everything in @propelauth-edge/hono/openapi': 2_350,
  'everything in @propelauth-edge/itty-router': 14_200,
  'everything in @propelauth-edge/next': 13_450,
  'everything in @propelauth-edge/next/server': 3_150,
  'one endpoint of @propelauth-edge/management': 3_000,
}

for (const entry of ourEntries())
  test(`${entry.name} stays within its budget`, async () => {
    const { gzip } = await weigh(entry)
    expect(gzip).toBeLessThanOrEqual(budgets[entry.name] ?? 0)
    expect(gzip).toBeGreaterThan((budgets[entry.name] ?? 0) * 0.8)
  })
