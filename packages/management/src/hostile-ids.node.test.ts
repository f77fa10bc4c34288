// What arrives at a real server when ids are hostile: the intended path, or nothing.
import { expect, test } from 'vitest'
import { withServer } from '../test/loopback.js'
import { apiKeyId, invoke, operations, orgId, samples, userId } from '../test/samples.js'
import { createManagementClient } from './client.js'
import { contract, type Operation } from './contract.js'

const known = [
  ...['', '.', '..', '...', '../..', '..%2f..', '%2e%2e', '%2e', '%252e%252e', '/', '//evil.example', '\\', '..\\..'],
  ...['?a=b', '#x', '&x=1', ';x', ':80', '@evil.example', 'http://evil.example/', 'javascript:x', 'a/b', 'a\\b'],
  ...['\r\nX-Injected: 1', '\n', '\0', '\t', ' ', '%', '%0d%0a', '%00', '\u2028', '\ufeff', '\ud800', '\udfff\ud800'],
  ...[
    'ü',
    '💥',
    '｡｡',
    '．．',
    '\u202e',
    '__proto__',
    'constructor',
    'null',
    'undefined',
    '{org_id}',
    'x'.repeat(10_240),
  ],
  ...[
    `${userId}/`,
    `${userId}\n`,
    `\n${userId}`,
    `${userId}?x`,
    `${userId}#`,
    `${userId}/../..`,
    ` ${userId}`,
    `${apiKeyId}/x`,
  ],
]

const notText: readonly unknown[] = [
  null,
  undefined,
  7,
  true,
  {},
  [],
  [userId],
  { toString: () => userId },
  Symbol('x'),
]

/** Chance that is the same in every run (mulberry32). */
function createChance(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const chance = createChance(20_261_124)
const pick = <Value>(values: readonly Value[]) => values[chance(values.length)] as Value
const text = (length: number, unit: () => string) => Array.from({ length }, unit).join('')

const generators: readonly (() => unknown)[] = [
  () => pick([...known, ...notText]),
  // Any code units, lone surrogates among them.
  () => text(chance(40), () => String.fromCharCode(chance(0x10000))),
  () => text(chance(40), () => String.fromCharCode(chance(0x80))),
  () => text(chance(12), () => pick(['.', '/', '%', '2', 'e', 'f', '\\', '?', '#', 'a'])),
  () => pick([userId, orgId, apiKeyId]) + text(1 + chance(4), () => String.fromCharCode(chance(0x10000))),
  () => text(1 + chance(4), () => pick(known)),
]

const isId = (value: unknown) =>
  value === userId ||
  value === orgId ||
  value === apiKeyId ||
  value === 'group-1' ||
  value === 'google' ||
  value === 'signups'

/** The arguments of a sample with every id replaced. */
function replaceIds(value: unknown, id: unknown): unknown {
  if (isId(value)) return id
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  if (Array.isArray(value)) return value.map((element) => replaceIds(element, id))
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, replaceIds(entry, id)]))
}

/** What the path of an operation may look like once its names are filled in: no more and no fewer segments. */
const paths = Object.fromEntries(
  operations.map((name) => [
    name,
    new RegExp(`^${contract[name].path.replace(/[/.]/g, '\\$&').replace(/{\w+}/g, "(?!\\.{1,2}$)[\\w.!~*'()%-]+")}$`),
  ]),
) as { readonly [Name in Operation]: RegExp }

test('10,000 hostile ids over all functions change no path, host, header or query', { timeout: 120_000 }, async () => {
  let expected: Operation | undefined
  let sent = 0
  const strays: unknown[] = []
  await withServer(
    (request, response) => {
      sent++
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://127.0.0.1')
      const [rawPath] = (request.url ?? '').split('?')
      const isIntended =
        expected !== undefined &&
        request.method === contract[expected].method &&
        paths[expected].test(rawPath ?? '') &&
        // A parser that walks dots comes to the same path.
        pathname === rawPath &&
        request.headers['x-injected'] === undefined &&
        !searchParams.has('a')
      if (!isIntended) strays.push([expected, request.method, request.url])
      request.resume().on('end', () => response.writeHead(404).end())
    },
    async (baseUrl) => {
      const client = createManagementClient({ authUrl: baseUrl, baseUrl, apiKey: 'api-key', maxRetries: 0 })
      let calls = 0
      const ids = Array.from({ length: 10_000 }, () => pick(generators)())
      for (const [index, id] of ids.entries()) {
        expected = operations[index % operations.length] ?? 'fetchOrg'
        const args = (samples[expected].calls.at(-1) ?? []).map((value) => replaceIds(value, id))
        // A rejection is fine, and so is a value; a throw is not.
        await invoke(client, expected, args).catch(() => {})
        calls++
      }
      for (const [index, id] of [...known, ...notText].entries())
        for (const [shift] of operations.entries()) {
          expected = operations[(index + shift) % operations.length] ?? 'fetchOrg'
          const args = (samples[expected].calls.at(-1) ?? []).map((value) => replaceIds(value, id))
          await invoke(client, expected, args).catch(() => {})
          calls++
        }
      expect(calls).toBeGreaterThan(10_000)
    },
  )
  expect(strays).toEqual([])
  // Some ids are plain text, which may be sent; were all refused, the test would see nothing.
  expect(sent).toBeGreaterThan(500)
})
