// What an attacker would send, row by row of the threat list, to a whole instance with remote keys: the verdict, and
// what was fetched on the way. The tests beside the other files have the same rules in detail.
import { CompactSign, exportJWK, generateKeyPair } from 'jose'
import { describe, expect, test } from 'vitest'
import { toBytes } from '../test/bytes.js'
import { createGrantService } from '../test/grants.js'
import { countInspected } from '../test/inspected.js'
import { issuer } from '../test/issuer.js'
import { createOrigin } from '../test/origin.js'
import type { Verdict } from '../test/verdict.js'
import { createPropelAuth } from './propelauth.js'
import { createTestIssuer } from './testing.js'
import { encodeBytes } from './token/base64url.js'

const now = Math.floor(Date.now() / 1_000)
const text = new TextEncoder()
const encode = (value: unknown) => encodeBytes(text.encode(typeof value === 'string' ? value : JSON.stringify(value)))
const good = await issuer.token({ user: { userId: 'u1' }, orgs: [{ orgId: 'acme', permissions: ['read_all'] }] })
const [goodHeader = '', goodPayload = '', goodSignature = ''] = good.split('.')

function setUp(keys: readonly unknown[] = issuer.jwks.keys) {
  const origin = createOrigin((url) =>
    url === `${issuer.authUrl}/.well-known/jwks.json` ? Response.json({ keys }) : new Response(null, { status: 404 }),
  )
  const propelAuth = createPropelAuth({ authUrl: issuer.authUrl, fetch: origin.fetch })
  async function send(headers: Record<string, string> | Headers, url = 'https://api.example.com/') {
    const result = await propelAuth.authenticateRequest(new Request(url, { headers }))
    return result.ok ? 'accepted' : result.error.code
  }
  const sendToken = (token: string): Promise<Verdict> => send({ authorization: `Bearer ${token}` })
  return { origin, propelAuth, send, sendToken }
}

test('a good token is accepted, with one fetch', async () => {
  const { origin, sendToken } = setUp()
  expect(await sendToken(good)).toBe('accepted')
  expect(origin.asked).toEqual([`${issuer.authUrl}/.well-known/jwks.json`])
})

describe('confusion of keys and algorithms', () => {
  async function hmac(secret: Uint8Array<ArrayBuffer>, hash: string) {
    const alg = `HS${hash.slice(4)}`
    const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash }, false, ['sign'])
    const input = `${encode({ typ: 'JWT', kid: issuer.kid, alg })}.${goodPayload}`
    return `${input}.${encodeBytes(new Uint8Array(await crypto.subtle.sign('HMAC', key, text.encode(input))))}`
  }

  test('HMAC with public data as its secret is refused without a key fetch', async () => {
    const pem = issuer.verifierKey
    const der = toBytes(
      pem
        .replace(/-----[^-]+-----|[\s=]/g, '')
        .replace(/\+/g, '-')
        .replace(/\//g, '_'),
    )
    const [jwk] = issuer.jwks.keys
    const texts = [
      pem,
      pem.trim(),
      `${pem.trim()}\n\n`,
      ` ${pem}`,
      pem.replace(/\n/g, '\r\n'),
      pem.replace(/\n/g, '\\n'),
      pem.replace(/\n/g, ''),
    ]
    const more = [JSON.stringify(jwk), JSON.stringify(issuer.jwks), String(jwk?.n), issuer.kid, issuer.authUrl, ' ']
    const secrets = [...[...texts, ...more].map((secret) => text.encode(secret)), der, toBytes(String(jwk?.n))]
    const { origin, sendToken } = setUp()
    for (const secret of secrets)
      for (const hash of ['SHA-256', 'SHA-384', 'SHA-512'])
        expect(await sendToken(await hmac(secret, hash))).toBe('algorithm_not_allowed')
    expect(origin.asked).toEqual([])
  })

  test('a valid signature of another algorithm is refused, even if the key set has its key', async () => {
    for (const alg of ['RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'Ed25519']) {
      const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true })
      const jwk = { ...(await exportJWK(publicKey)), kid: issuer.kid }
      const token = await new CompactSign(toBytes(goodPayload))
        .setProtectedHeader({ alg, kid: issuer.kid })
        .sign(privateKey)
      const { origin, sendToken } = setUp([{ ...jwk, alg }, jwk, { ...jwk, alg: 'RS256' }])
      expect(await sendToken(token)).toBe('algorithm_not_allowed')
      const [, payload, signature] = token.split('.')
      expect(await sendToken(`${encode({ alg: 'RS256', kid: issuer.kid })}.${payload}.${signature}`)).toMatch(
        /^(invalid_signature|jwks_unavailable)$/,
      )
      expect(origin.asked.length).toBeLessThanOrEqual(1)
    }
  })

  test('none is refused in every spelling, with and without a signature', async () => {
    const { origin, sendToken } = setUp()
    for (const alg of ['none', 'None', 'NONE', 'nOnE', 'none ', '', null, undefined])
      for (const signature of ['', 'AA', goodSignature]) {
        const verdict = await sendToken(`${encode({ alg, kid: issuer.kid })}.${goodPayload}.${signature}`)
        expect(verdict).toBe(signature === '' ? 'malformed_token' : 'algorithm_not_allowed')
      }
    expect(origin.asked).toEqual([])
  })

  test('keys and URLs in a token are neither used nor fetched', async () => {
    const attacker = await createTestIssuer({ kid: 'evil' })
    const [jwk] = attacker.jwks.keys
    const evil = 'https://evil.example/jwks.json'
    const headers = [
      { jwk },
      { jku: evil },
      { x5u: evil },
      { x5c: ['MIIB'] },
      { kid: evil },
      { kid: `${issuer.authUrl}/.well-known/jwks.json` },
      { jwk, kid: issuer.kid },
    ]
    const { origin, sendToken } = setUp()
    // Issued a minute ago, so that the last answer of the origin decides on their keys.
    const claims = { iat: now - 60 }
    for (const header of headers)
      expect(await sendToken(await attacker.token({ header, claims }))).toBe(
        'kid' in header && header.kid === issuer.kid ? 'invalid_signature' : 'unknown_key',
      )
    expect(await sendToken(await attacker.token({ claims: { iss: 'https://evil.example' } }))).toBe('issuer_mismatch')
    expect(new Set(origin.asked)).toEqual(new Set([`${issuer.authUrl}/.well-known/jwks.json`]))
  })

  test('a token of another project is refused, also with the same kid', async () => {
    const { sendToken } = setUp()
    const sameKid = await createTestIssuer({ authUrl: 'https://other.example.com', kid: issuer.kid })
    expect(await sendToken(await sameKid.token())).toBe('issuer_mismatch')
    expect(await sendToken(await sameKid.token({ claims: { iss: issuer.authUrl } }))).toBe('invalid_signature')
  })

  test('weak and wrong keys of a set are skipped', async () => {
    const [jwk] = issuer.jwks.keys
    const forged = encodeBytes(new Uint8Array(256).fill(1))
    const weak = [
      { ...jwk, e: 'AQ' },
      { ...jwk, n: 'AQAB' },
      { ...jwk, use: 'enc' },
      { ...jwk, key_ops: ['sign'] },
      { ...jwk, alg: 'RS512' },
      { ...jwk, n: 7 },
      { kty: 'oct', k: 'c2VjcmV0', kid: issuer.kid },
      null,
    ]
    const { sendToken } = setUp([...weak, jwk])
    expect(await sendToken(good)).toBe('accepted')
    expect(await sendToken(`${goodHeader}.${goodPayload}.${forged}`)).toBe('invalid_signature')
    expect(await setUp(weak).sendToken(good)).toBe('jwks_unavailable')
  })
})

describe('places of a token', () => {
  test('only the Authorization header is read, with Bearer, one space and one token', async () => {
    const { send } = setUp()
    const twice = new Headers([
      ['authorization', `Bearer ${good}`],
      ['authorization', `Bearer ${good}`],
    ])
    const refused: readonly (readonly [Verdict, Record<string, string> | Headers])[] = [
      ['invalid_request', twice],
      ['missing_token', { authorization: good }],
      ['missing_token', { authorization: `Bearer${good}` }],
      ['invalid_request', { authorization: `Bearer  ${good}` }],
      ['invalid_request', { authorization: `Bearer\t${good}` }],
      ['invalid_request', { authorization: `Bearer ${good},${good}` }],
      ['malformed_token', { authorization: `Bearer "${good}"` }],
      ['malformed_token', { authorization: `Bearer token=${good}` }],
      ['missing_token', { authorization: `Token ${good}` }],
      ['missing_token', { authorization: `Basic ${btoa(`user:${good}`)}` }],
      ['missing_token', { 'proxy-authorization': `Bearer ${good}` }],
      ['missing_token', { 'x-authorization': `Bearer ${good}` }],
      ['missing_token', { 'x-access-token': good }],
      ['missing_token', { cookie: `__pa_at=${good}; access_token=${good}; authorization=Bearer ${good}` }],
    ]
    for (const [code, headers] of refused) expect([await send(headers), headers]).toEqual([code, headers])
    expect(await send({}, `https://api.example.com/?access_token=${good}&token=${good}`)).toBe('missing_token')
  })

  test('identity headers from outside have no effect', async () => {
    const { propelAuth, send } = setUp()
    const claims = {
      'x-propelauth-user-id': 'admin',
      'x-user-id': 'admin',
      'x-middleware-subrequest': 'middleware',
      'x-forwarded-user': 'admin',
    }
    expect(await send(claims)).toBe('missing_token')
    const user = await propelAuth.validateRequest(
      new Request('https://api.example.com', { headers: { ...claims, authorization: `Bearer ${good}` } }),
    )
    expect(user.userId).toBe('u1')
  })
})

describe('sizes', () => {
  const padded = (text: string) => `${encode(text)}.${encode('{}')}.AAAA`
  /** Tokens, and how many times their whole length may be given to a pattern or a parser before they are refused. */
  const cases: Record<string, readonly [passes: number, token: string]> = {
    'a token of a megabyte': [0, `${goodHeader}.${'A'.repeat(1_000_000)}.${goodSignature}`],
    '100,000 dots': [0, '.'.repeat(100_000)],
    // Searched for white space, to tell why.
    '16,000 dots': [1, '.'.repeat(16_000)],
    'a header of nothing but brackets': [0, padded(`${'['.repeat(5_000)}${']'.repeat(5_000)}`)],
    'a deep header': [0, padded(`{"alg":"RS256","x":${'{"a":'.repeat(1_900)}1${'}'.repeat(1_900)}}`)],
    'a deep payload': [1, `${goodHeader}.${encode(`{"x":${'['.repeat(5_000)}${']'.repeat(5_000)}}`)}.AAAA`],
    'a header of white space': [0, padded(' '.repeat(11_000))],
    'a header of quotes and backslashes': [0, padded(`{"alg":"RS256","x":"${'\\"'.repeat(5_000)}"}`)],
    'a header of colons': [0, padded(`{"alg":"RS256","x":"${':'.repeat(10_000)}"}`)],
    'a kid of ten thousand characters': [0, padded(`{"alg":"RS256","kid":"${'k'.repeat(10_000)}"}`)],
    'a payload of two thousand members': [2, `${goodHeader}.${encode(`{${'"a":1,'.repeat(1_900)}"a":1}`)}.AAAA`],
  }
  for (const [title, [passes, token]] of Object.entries(cases))
    test(`${title} is refused after at most ${passes} passes over it, and no key is fetched`, async () => {
      const { origin, propelAuth } = setUp()
      const headers = { get: () => `Bearer ${token}` }
      const inspected = await countInspected(async () =>
        expect(await propelAuth.authenticateRequest({ headers })).toMatchObject({ ok: false }),
      )
      expect(inspected).toBeLessThanOrEqual(passes * token.length)
      expect(origin.asked).toEqual([])
    })

  test('a header of a megabyte of white space is refused after at most one pass over it', async () => {
    const { propelAuth } = setUp()
    for (const header of [
      `Bearer${' '.repeat(1_000_000)}x`,
      ' '.repeat(1_000_000),
      `Bearer ${'\t'.repeat(1_000_000)}`,
      'Bearer '.repeat(100_000),
    ]) {
      const inspected = await countInspected(async () =>
        expect(await propelAuth.authenticateRequest({ headers: { get: () => header } })).toMatchObject({ ok: false }),
      )
      expect(inspected).toBeLessThanOrEqual(header.length)
    }
  })
})

describe('claims', () => {
  const orgEntry = {
    org_id: 'acme',
    org_name: 'Acme',
    user_role: 'Member',
    inherited_user_roles_plus_current_role: ['Member'],
    user_permissions: [],
  }

  test('of times must be finite numbers', async () => {
    const { sendToken } = setUp()
    const refused: Record<string, unknown>[] = ['exp', 'iat', 'nbf'].flatMap((name) =>
      [String(now), null, [now], {}, true].map((value) => ({ [name]: value })),
    )
    for (const claims of [...refused, { exp: undefined }, { iat: undefined }])
      expect(await sendToken(await issuer.token({ claims }))).toBe('invalid_claims')
    for (const claims of [{ exp: now - 61 }, { exp: 0 }, { exp: -1 }])
      expect(await sendToken(await issuer.token({ claims }))).toBe('token_expired')
    for (const claims of [{ nbf: now + 120 }, { iat: now + 120 }, { nbf: 1e300 }])
      expect(await sendToken(await issuer.token({ claims }))).toBe('token_not_active')
    const infinite = `{"iss":"${issuer.authUrl}","iat":${now},"exp":1e999,"user_id":"u1"}`
    expect(await sendToken(await issuer.sign({ kid: issuer.kid }, infinite))).toBe('invalid_claims')
  })

  test('of roles and permissions are never matched as substrings', async () => {
    const { sendToken } = setUp()
    const texts = [
      { user_permissions: 'read_all' },
      { inherited_user_roles_plus_current_role: 'Owner, Admin' },
      { additional_roles: 'Owner' },
      { user_permissions: { includes: 'read_all' } },
      { user_permissions: { 0: 'read_all', length: 1 } },
    ]
    for (const entry of texts) {
      const org = { ...orgEntry, org_role_structure: 'multi_role', ...entry }
      expect(await sendToken(await issuer.token({ claims: { org_id_to_org_member_info: { acme: org } } }))).toBe(
        'invalid_claims',
      )
      expect(await sendToken(await issuer.token({ claims: { org_member_info: org } }))).toBe('invalid_claims')
    }
  })

  test('with names of inherited properties pollute nothing and admit no one', async () => {
    const { propelAuth } = setUp()
    const names = ['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString', 'toJSON', 'then']
    const hostile = `{${names.map((name) => `"${name}":{"isAdmin":true,"admin":true}`).join()}}`
    const claims = `{"iss":"${issuer.authUrl}","iat":${now},"exp":${now + 60},"user_id":"u1","__proto__":{"isAdmin":true},"then":{},"toJSON":1,"properties":${hostile},"metadata":${hostile}}`
    const user = await propelAuth.validateToken(await issuer.sign({ kid: issuer.kid }, claims))
    expect((user as { isAdmin?: boolean }).isAdmin).toBeUndefined()
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
    expect(JSON.parse(JSON.stringify(user)).userId).toBe('u1')
    for (const id of names) {
      const decide = () => propelAuth.requireOrgMember(user, id)
      expect(decide).toThrow(expect.objectContaining({ code: 'not_org_member', status: 403 }))
    }
  })

  test('a required org that is empty, undefined or of another type admits no one', async () => {
    const { propelAuth } = setUp()
    const user = await propelAuth.validateToken(good)
    for (const id of ['', undefined, null, 0, {}, ['acme'], Number.NaN] as string[])
      expect(() => propelAuth.requireOrgMember(user, id)).toThrow(expect.objectContaining({ code: 'not_org_member' }))
  })
})

describe('grants of step-up MFA', () => {
  const action = 'DELETE_ORG'
  const told: unknown[] = []
  const grants = createGrantService()
  const propelAuth = createPropelAuth({
    authUrl: issuer.authUrl,
    jwks: issuer.jwks,
    stepUp: grants,
    audit: true,
    onEvent: (event) => void told.push(event),
  })
  const handler = propelAuth.withOrgMember(
    { orgId: () => 'acme', permission: 'read_all', stepUp: { action }, detail: true },
    () => new Response('in'),
  )
  const send = async (token: string, headers: Record<string, string>, query = '') => {
    const sent = { authorization: `Bearer ${token}`, ...headers }
    const response = await handler(new Request(`https://api.example.com/${query}`, { headers: sent }))
    told.push([...response.headers], await response.clone().text())
    return response.status
  }

  test('of another user, of another action, used before, in another place or repeated are refused', async () => {
    const thief = await issuer.token({ user: { userId: 'u2' }, orgs: [{ orgId: 'acme', permissions: ['read_all'] }] })
    const grant = grants.make('u1', action)
    const pay = grants.make('u1', 'PAY')
    expect(await send(thief, { 'x-step-up-grant': grant })).toBe(401)
    expect(await send(good, { 'x-step-up-grant': pay })).toBe(401)
    expect(await send(good, { 'x-step-up-grant': `${grant}, ${grant}` })).toBe(401)
    expect(await send(good, { 'step-up-grant': grant, cookie: `x-step-up-grant=${grant}` })).toBe(401)
    expect(await send(good, {}, `?x-step-up-grant=${grant}&grant=${grant}`)).toBe(401)
    expect(await send(good, { 'x-step-up-grant': grant, 'x-step-up-action': 'PAY' })).toBe(200)
    expect(await send(good, { 'x-step-up-grant': grant })).toBe(401)
  })

  test('are not spent by a request that is refused for another reason', async () => {
    const grant = grants.make('u1', action)
    const weak = await issuer.token({ user: { userId: 'u1' }, orgs: [{ orgId: 'acme', permissions: ['read'] }] })
    const expired = await issuer.token({ user: { userId: 'u1' }, expiresInSeconds: -61 })
    const asked = grants.asked.length
    expect(await send(weak, { 'x-step-up-grant': grant })).toBe(403)
    expect(await send(expired, { 'x-step-up-grant': grant })).toBe(401)
    expect(await send('a.b.c', { 'x-step-up-grant': grant })).toBe(401)
    expect(grants.asked).toHaveLength(asked)
    expect(await send(good, { 'x-step-up-grant': grant })).toBe(200)
  })

  test('are in no response and no event, also where the validator fails with them', async () => {
    grants.failure = Object.assign(new Error('grant-7 failed'), { code: 'grant-7' })
    expect(await send(good, { 'x-step-up-grant': 'grant-7' })).toBe(503)
    grants.failure = undefined
    expect(told.length).toBeGreaterThan(20)
    expect(JSON.stringify(told)).not.toMatch(/grant-\d/)
  })
})

describe('leaks', () => {
  test('no part of a token or of the API key is in a response, error or event', async () => {
    const said: unknown[] = []
    const canary = 'canary-api-key'
    const origin = createOrigin((url) => new Response(null, { status: url.includes('jwks') ? 404 : 401 }))
    const options = {
      authUrl: issuer.authUrl,
      apiKey: canary,
      fetch: origin.fetch,
      onEvent: (event: unknown) => void said.push(event),
    }
    const propelAuth = createPropelAuth(options)
    const secret = { user: { userId: 'canary-user', email: 'canary@example.com' } }
    // The kid and the issuer found are named, for diagnosis; nothing else of a token is.
    const headers = { kid: 'of another key', x: '"canary"' }
    const tokens = await Promise.all([
      issuer.token(secret),
      issuer.token({ ...secret, header: headers }),
      issuer.token({ ...secret, claims: { iss: 'https://other.example' } }),
      issuer.token({ ...secret, claims: { cnf: { jkt: 'canary' }, aud: 'canary' } }),
      issuer.token({ ...secret, claims: { user_id: 7, exp: 'canary' } }),
      issuer.token({ ...secret, expiresInSeconds: -100 }),
      'canary.canary.canary',
      'canary "\\ canary',
    ])
    for (const token of tokens) {
      const result = await propelAuth.authenticateRequest({ headers: { get: () => `Bearer ${token}` } })
      if (result.ok) throw new Error('accepted')
      const response = result.response({ detail: true })
      const { error } = result
      said.push(
        [...response.headers],
        await response.text(),
        error,
        { ...error },
        String(error),
        error.stack,
        error.cause,
        error.detail,
      )
    }
    expect(JSON.stringify(said)).not.toMatch(/canary/i)
    for (const token of tokens)
      for (const part of token.split('.').slice(1)) expect(JSON.stringify(said)).not.toContain(part)
    expect(origin.asked).toHaveLength(2)
  })

  test('a detail is one line of printable ASCII of a bounded length', async () => {
    const evil = `\r\nset-cookie: a=b\u2028\u202e\0${'é'.repeat(2_000)}`
    const short = evil.slice(0, 100)
    const { propelAuth } = setUp()
    const tokens = await Promise.all([
      issuer.token({ header: { kid: short } }),
      issuer.token({ header: { kid: `emu_${short}` } }),
      issuer.token({ header: { typ: short } }),
      issuer.token({ claims: { iss: evil } }),
      issuer.token({ claims: { iss: short } }),
      issuer.token({ claims: { exp: evil } }),
      issuer.token({ claims: { email: [evil] } }),
      `${encode({ alg: short })}.${goodPayload}.${goodSignature}`,
      `${encode({ alg: 'RS256', [short]: evil })}.${goodPayload}.${goodSignature}`,
      `${goodHeader}.${evil}.${goodSignature}`,
      evil,
    ])
    for (const token of tokens) {
      const result = await propelAuth.authenticateRequest({ headers: { get: () => `Bearer ${token}` } })
      expect(result.ok ? undefined : result.error.detail).toMatch(/^[ -~]{10,800}$/)
    }
  })

  test('a challenge is one line of fixed words', async () => {
    const { propelAuth } = setUp()
    const tokens = [
      'x',
      'a"b',
      `${encode({ alg: 'a"\r\nb' })}.e30.AA`,
      await issuer.token({ header: { kid: 'a"\r\nx: y' } }),
      await issuer.token({ expiresInSeconds: -100 }),
    ]
    for (const token of tokens) {
      const result = await propelAuth.authenticateRequest({ headers: { get: () => `Bearer ${token}` } })
      const challenge = result.ok ? null : result.response().headers.get('www-authenticate')
      expect(challenge).toMatch(/^Bearer realm="propelauth", error="(invalid_token|invalid_request)"$/)
    }
  })
})

test('a token is accepted in its canonical spelling only', async () => {
  const { sendToken } = setUp()
  expect(await sendToken(good)).toBe('accepted')
  const last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const spellings = [`${good}=`, `${good}==`, good.replace(/-/g, '+'), good.replace(/_/g, '/'), `${good}.`]
  for (let bits = 1; bits < 16; bits++) spellings.push(good.slice(0, -1) + last[last.indexOf(good.slice(-1)) ^ bits])
  for (const spelling of spellings.filter((other) => other !== good))
    expect(await sendToken(spelling)).not.toBe('accepted')
})
