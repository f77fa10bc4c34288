// Hostile ids at a real server: it receives the intended path, or nothing.
import { createRandom } from 'test-kit/random'
import { expect, test } from 'vitest'
import { withServer } from '../../test/loopback.js'
import { apiKeyId, invoke, operations, orgId, samples, userId } from '../../test/samples.js'
import { createManagementClient } from '../client.js'
import { contract, type Operation } from '../contract.js'
import { endpoints } from '../endpoints/catalogue.js'
import type { AnyShape } from '../shapes/shape.js'

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

const { below, pick } = createRandom(20_261_124)
const text = (length: number, unit: () => string) => Array.from({ length }, unit).join('')

const generators: readonly (() => unknown)[] = [
  () => pick([...known, ...notText]),
  // Any code units, lone surrogates among them.
  () => text(below(40), () => String.fromCharCode(below(0x10000))),
  () => text(below(40), () => String.fromCharCode(below(0x80))),
  () => text(below(12), () => pick(['.', '/', '%', '2', 'e', 'f', '\\', '?', '#', 'a'])),
  () => pick([userId, orgId, apiKeyId]) + text(1 + below(4), () => String.fromCharCode(below(0x10000))),
  () => text(1 + below(4), () => pick(known)),
]

const ids: readonly unknown[] = [userId, orgId, apiKeyId, 'group-1', 'salesloft', 'orgs_created']

/** The arguments of a sample with one id replaced: one at a time, as a refused id hides the others. */
function replaceId(args: readonly unknown[], hostile: unknown): readonly unknown[] {
  let left = below(countIds(args))
  const replace = (value: unknown): unknown => {
    if (ids.includes(value)) return left-- === 0 ? hostile : value
    if (typeof value !== 'object' || value === null || value instanceof Date) return value
    if (Array.isArray(value)) return value.map(replace)
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, replace(entry)]))
  }
  return args.map(replace)
}

function countIds(value: unknown): number {
  if (ids.includes(value)) return 1
  return Object.values(Object(typeof value === 'string' ? undefined : value))
    .map(countIds)
    .reduce((sum, count) => sum + count, 0)
}

/** What may stand for a name in a path: an id of its form, or one encoded segment. */
const segments: { readonly [name: string]: string } = {
  api_key_id: '[\\da-fA-F]{32}',
  group_id: "(?!\\.{1,2}(\\/|$))[\\w.!~*'()%-]+",
  provider: "(?!\\.{1,2}(\\/|$))[\\w.!~*'()%-]+",
  chart_metric: "(?!\\.{1,2}(\\/|$))[\\w.!~*'()%-]+",
}
const uuid = '[\\da-fA-F]{8}(-[\\da-fA-F]{4}){3}-[\\da-fA-F]{12}'

const paths = Object.fromEntries(
  operations.map((name) => {
    const path = contract[name].path.replaceAll('/', '\\/')
    return [name, new RegExp(`^${path.replace(/{(\w+)}/g, (_, key: string) => segments[key] ?? uuid)}$`)]
  }),
) as { readonly [Name in Operation]: RegExp }

/** The names a query may have, and no other. */
const isQueryOf = (name: Operation, query: URLSearchParams) => {
  const { query: shape }: { readonly query?: AnyShape } = endpoints[name]
  return Array.from(query.keys()).every((key) => shape?.fields?.has(key))
}

/** The functions that take an id, most of all those with free text in the path. */
const callable = operations.filter((name) => countIds(samples[name].calls.at(-1)) > 0)
const freeText: readonly Operation[] = ['fetchScimGroup', 'fetchFreshTokenFromProvider', 'fetchChartMetricData']

test('10,000 hostile ids over all functions change no path, host, header or query', { timeout: 120_000 }, async () => {
  let expected: Operation | undefined
  let host = ''
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
        // Resolving dot segments does not change the path.
        pathname === rawPath &&
        request.headers['x-injected'] === undefined &&
        request.headers.host === host &&
        isQueryOf(expected, searchParams)
      if (!isIntended) strays.push([expected, request.method, request.url])
      request.resume().on('end', () => response.writeHead(404).end())
    },
    async (baseUrl) => {
      host = new URL(baseUrl).host
      const client = createManagementClient({ authUrl: baseUrl, baseUrl, apiKey: 'api-key', maxRetries: 0 })
      const attack = async (name: Operation, hostile: unknown) => {
        expected = name
        // A rejection is fine, and so is a value; a throw is not.
        await invoke(client, name, replaceId(samples[name].calls.at(-1) ?? [], hostile)).catch(() => {})
      }
      for (let count = 0; count < 10_000; count++) {
        const names = count % 3 === 0 ? freeText : callable
        await attack(pick(names), pick(generators)())
      }
      for (const name of callable) for (const hostile of [...known, ...notText]) await attack(name, hostile)
    },
  )
  expect(strays).toEqual([])
  // Some ids are plain text and may be sent. If all were refused, the test would check nothing.
  expect(sent).toBeGreaterThan(500)
})
