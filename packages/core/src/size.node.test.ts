// What a single import costs a consumer, whose bundler minifies, and what it must not bring along. A product of
// constants (`60 * 1000`) at the top of a module stays in every bundle: write the number.
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { bundleText, forAnyRuntime } from 'test-kit/bundle'
import { describe, expect, test } from 'vitest'

const folder = fileURLToPath(new URL('..', import.meta.url))

/** What a bundler makes of some names of the published package. */
const bundleImport = (names: string, entry = 'index') =>
  bundleText(`export ${names} from './dist/${entry}.js'`, folder, { ...forAnyRuntime, minify: true })

const gzipped = (code: string) => gzipSync(code, { level: 9 }).length

/** Texts that only the named parts have. */
const parts = {
  'the class of errors': 'toResponse',
  'the table of errors': 'missing_token',
  'the verifier': 'RSASSA-PKCS1-v1_5',
  'key fetching': 'jwks.json',
  'options of createPropelAuth': 'clockToleranceSeconds',
  'API keys': 'apiKeyId',
  'step-up': 'verifyStepUpGrant',
  'users from JSON': 'fromJSON',
} as const

test('the whole package has every part', async () => {
  const code = await bundleImport('*')
  for (const [part, text] of Object.entries(parts)) expect(code.includes(text), part).toBe(true)
})

describe.each([
  ['isAuthError', 300, Object.keys(parts)],
  ['refuse', 300, Object.keys(parts)],
  ['fromCookie', 830, Object.keys(parts)],
  [
    'requireOrgMember',
    2_600,
    ['the verifier', 'key fetching', 'options of createPropelAuth', 'API keys', 'step-up', 'users from JSON'],
  ],
] as const)('the import of %s', (name, limit, absent) => {
  test(`takes at most ${limit} bytes with gzip`, async () => {
    expect(gzipped(await bundleImport(`{ ${name} }`))).toBeLessThanOrEqual(limit)
  })

  test('does not bring along what it does not need', async () => {
    const code = await bundleImport(`{ ${name} }`)
    for (const part of absent) expect(code.includes(parts[part as keyof typeof parts]), part).toBe(false)
  })
})

test('an instance does not bring along the way to read users from JSON', async () => {
  expect((await bundleImport('{ createPropelAuth }')).includes(parts['users from JSON'])).toBe(false)
})

describe('the subpath verifier', () => {
  const absent = {
    'titles of errors': 'An access token is required',
    'options of createPropelAuth': 'maxKeyAgeSeconds',
    'API keys': parts['API keys'],
    'step-up': 'step_up',
    'a validator of grants': parts['step-up'],
    'users from JSON': parts['users from JSON'],
    guards: 'denyImpersonation',
    'org decisions': 'insufficient_permission',
    PEM: 'PUBLIC KEY',
    'given keys': 'keysOf:',
    'the cache of tokens': 'maxBytes',
    audience: 'expected one of',
    revocation: 'token_revoked',
    'the metadata document': 'oauth-protected-resource',
  }

  test('with remote keys, contains neither conveniences nor other layers', async () => {
    const code = await bundleImport('{ createVerifier, remoteKeys }', 'verifier')
    for (const part of ['the verifier', 'key fetching'] as const) expect(code).toContain(parts[part])
    for (const [part, text] of Object.entries(absent)) expect(code.includes(text), part).toBe(false)
  })

  test('contains a layer with its own name', async () => {
    const code = await bundleImport('{ keysOf, pemKey, tokenCache }', 'verifier')
    for (const text of ['keysOf:', 'PUBLIC KEY', 'maxBytes']) expect(code).toContain(text)
    expect(code).not.toContain(parts['key fetching'])
  })
})
