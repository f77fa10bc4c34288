import { describe, expect, test, vi } from 'vitest'
import { toBytes } from '../../test/bytes.js'
import { issuer } from '../../test/issuer.js'
import { codeOf } from '../../test/verdict.js'
import { toVerificationKeys } from '../keys/json-web-key.js'
import { fixedKeySet } from '../keys/key-set.js'
import { createPropelAuth } from '../propelauth.js'
import type { BearerToken } from '../request/bearer-token.js'
import { refuse } from '../response/refusal.js'
import { createTestIssuer } from '../testing.js'
import { encodeBytes } from './base64url.js'
import type { KeySource } from './key-source.js'
import type { VerificationKey } from './verification-key.js'
import { verifyToken } from './verify-token.js'

const now = Math.floor(Date.now() / 1_000)
const rules = { issuers: [issuer.authUrl], clockToleranceSeconds: 10, allowEmulator: false }
const keys = toVerificationKeys(issuer.jwks, false) ?? []

/** Keys as they are found, and which kids were looked up, for tokens issued when. */
function createKeys(found: readonly VerificationKey[] = keys) {
  const lookups: (string | undefined)[] = []
  const issuedAt: number[] = []
  const source: KeySource = {
    isFresh: () => true,
    async find(kid, iat) {
      lookups.push(kid)
      issuedAt.push(iat)
      return fixedKeySet(found)
    },
    load: async () => undefined,
  }
  return { lookups, issuedAt, source }
}

async function judge(token: string | Promise<string>, changes: Partial<typeof rules> = {}) {
  const { lookups, source } = createKeys()
  const verified = await verifyToken((await token) as BearerToken, source, { ...rules, ...changes }, now, {})
  return { verdict: codeOf(verified), lookups }
}
const verdictOf = async (...of: Parameters<typeof judge>) => (await judge(...of)).verdict

const encode = (text: string) => encodeBytes(new TextEncoder().encode(text))
const good = await issuer.token()
const [goodHeader = '', payload = '', signature = ''] = good.split('.')
const claims = new TextDecoder().decode(toBytes(payload))
/** JSON in another spelling of base64url: padded to end in one byte, whose last character has four bits to spare. */
function withStrayBits(json: string) {
  const part = encode(json + ' '.repeat((4 - (json.length % 3)) % 3))
  return part.slice(0, -1) + String.fromCharCode(part.charCodeAt(part.length - 1) + 1)
}
/** A header of any form, over a good payload. The signature is of another header: nothing gets that far. */
const withHeader = (json: string) => `${encode(json)}.${payload}.${signature}`

describe('a good token', () => {
  test('is verified, with the key that signed it', async () => {
    const { lookups, issuedAt, source } = createKeys()
    const verified = await verifyToken(good as BearerToken, source, rules, now, {})
    expect(verified).toMatchObject({ claims: { iss: issuer.authUrl }, key: keys[0], cache: 'memory' })
    expect(lookups).toEqual([issuer.kid])
    expect(issuedAt).toEqual([JSON.parse(claims).iat])
  })

  test('may have its type in every usual spelling, or none', async () => {
    for (const typ of ['JWT', 'jwt', 'at+jwt', 'AT+JWT', 'application/jwt', 'application/at+JWT', undefined])
      expect(await verdictOf(issuer.token({ header: { typ } }))).toBe('accepted')
  })

  test('may have no kid', async () => {
    expect(await judge(issuer.token({ header: { kid: undefined } }))).toEqual({
      verdict: 'accepted',
      lookups: [undefined],
    })
  })

  test('may have a header with white space, escapes and members of any depth', async () => {
    const deep = JSON.parse(`${'['.repeat(300)}${']'.repeat(300)}`)
    const header = { deep, x: { y: [{ z: 'a:b' }, '"x":', 'a":b', '\\'] }, cty: 'json', zip: 'DEF' }
    expect(await verdictOf(issuer.token({ header }))).toBe('accepted')
    const spaced = `{ "alg" : "RS256" ,\n "k\\u0069d" : "${issuer.kid}" }`
    expect(await verdictOf(withHeader(spaced))).toBe('invalid_signature')
  })

  test('is verified with keys of the set only, whatever key is in the header', async () => {
    const stranger = await createTestIssuer({ kid: issuer.kid })
    const [jwk] = stranger.jwks.keys
    const header = { jwk, jku: 'https://evil.example/jwks.json', x5u: 'https://evil.example/cert', x5c: ['MIIB'] }
    expect(await verdictOf(stranger.token({ header }))).toBe('invalid_signature')
    expect(await verdictOf(issuer.token({ header }))).toBe('accepted')
  })
})

describe('a token is malformed, and no key is looked up,', () => {
  const cases: Record<string, string | Promise<string>> = {
    'that is empty': '',
    'with one part': goodHeader,
    'with two parts': `${goodHeader}.${payload}`,
    'with four parts': `${good}.`,
    'with five parts, as if encrypted': `${good}.${payload}.${signature}`,
    'without header': `.${payload}.${signature}`,
    'without payload': `${goodHeader}..${signature}`,
    'without signature': `${goodHeader}.${payload}.`,
    'with padding': `${good}=`,
    'with the alphabet of plain base64': `${goodHeader}.${payload}.${signature.slice(0, -2)}+A`,
    'with NUL at its end': `${good}\0`,
    'with letters that look the same': good.replace('A', '\u0391'),
    'with letters of full width': good.replace('e', '\uff45'),
    'with an impossible length of a part': `${goodHeader}.${payload}.${signature.slice(0, -1)}`,
    'with bits that carry nothing in the signature': `${goodHeader}.${payload}.${signature.slice(0, -1)}9`,
    'with bits that carry nothing in the header': `${withStrayBits('{"alg":"RS256"}')}.${payload}.${signature}`,
    'with bits that carry nothing in the payload': `${goodHeader}.${withStrayBits(claims)}.${signature}`,
    'with a header that is no JSON': withHeader('RS256'),
    'with a header that is null': withHeader('null'),
    'with a header that is a text': withHeader('"RS256"'),
    'with a header that is a list': withHeader('[{"alg":"RS256"}]'),
    'with a header that is null, behind white space': withHeader(' null'),
    'with a header that is a list, behind white space': withHeader('\n[{"alg":"RS256"}]'),
    'with something after the header': withHeader('{"alg":"RS256"}{}'),
    'with a byte-order mark before the header': withHeader('\uFEFF{"alg":"RS256"}'),
    'with a header that is no UTF-8': `${encodeBytes(Uint8Array.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))}.${payload}.${signature}`,
    'with alg twice': withHeader('{"alg":"none","alg":"RS256"}'),
    'with alg twice, once escaped': withHeader('{"\\u0061lg":"none","alg":"RS256"}'),
    'with alg twice, behind a quote in a text': withHeader('{"x":"\\"","alg":"none","alg":"RS256"}'),
    'with kid twice': withHeader(`{"alg":"RS256","kid":"a","kid":"${issuer.kid}"}`),
    'with a name twice deep inside': withHeader('{"alg":"RS256","x":[{"y":{"a":1,"a":2}}]}'),
    'with a name twice at the bottom of a deep header': withHeader(
      `{"alg":"RS256","x":${'['.repeat(300)}{"a":1,"a":2}${']'.repeat(300)}}`,
    ),
    'with crit': withHeader('{"alg":"RS256","crit":["exp"],"exp":1}'),
    'with an empty crit': withHeader('{"alg":"RS256","crit":[]}'),
    'with crit null': withHeader('{"alg":"RS256","crit":null}'),
    'with b64 false': withHeader('{"alg":"RS256","b64":false,"crit":["b64"]}'),
    'with b64 true': withHeader('{"alg":"RS256","b64":true}'),
    'with b64 alone': withHeader('{"alg":"RS256","b64":false}'),
    'of another type': withHeader('{"alg":"RS256","typ":"JWE"}'),
    'of a type with more in it': withHeader('{"alg":"RS256","typ":"JWT "}'),
    'of a type that is longer': withHeader('{"alg":"RS256","typ":"xjwt"}'),
    'of an empty type': withHeader('{"alg":"RS256","typ":""}'),
    'of type null': withHeader('{"alg":"RS256","typ":null}'),
    'with its type in a list': withHeader('{"alg":"RS256","typ":["JWT"]}'),
    'with a type that cannot be made text': withHeader('{"alg":"RS256","typ":{"toString":1,"valueOf":1}}'),
    'with a kid that is a number': withHeader('{"alg":"RS256","kid":7}'),
    'with kid null': withHeader('{"alg":"RS256","kid":null}'),
    'with a kid in a list': withHeader(`{"alg":"RS256","kid":["${issuer.kid}"]}`),
    'with a kid that cannot be made text': withHeader('{"alg":"RS256","kid":{"toString":null}}'),
    'with a payload that is no JSON': issuer.sign({ kid: issuer.kid }, 'hello'),
    'with a payload that is null': issuer.sign({ kid: issuer.kid }, 'null'),
    'with a payload that is a list': issuer.sign({ kid: issuer.kid }, '[{}]'),
    'with a payload that is null, behind white space': issuer.sign({ kid: issuer.kid }, ' null'),
    'with a payload that is a list, behind white space': issuer.sign({ kid: issuer.kid }, '\t[{}]'),
    'with a payload that is a number': issuer.sign({ kid: issuer.kid }, '1e999'),
    'with another token as payload': issuer.sign({ kid: issuer.kid, cty: 'JWT' }, good),
    'with a payload that is no UTF-8': issuer.sign({ kid: issuer.kid }, Uint8Array.from([0x7b, 0xc0, 0x7d])),
    'with a byte-order mark before the payload': issuer.sign({ kid: issuer.kid }, '\uFEFF{}'),
    'with a compressed payload': issuer.sign(
      { kid: issuer.kid, zip: 'DEF' },
      Uint8Array.from([0xab, 0xae, 0x05, 0x00]),
    ),
  }
  for (const [title, token] of Object.entries(cases))
    test(title, async () => expect(await judge(token)).toEqual({ verdict: 'malformed_token', lookups: [] }))
})

test('a credential with white space or a comma is invalid_request', async () => {
  const cut = `${goodHeader}.${payload}.${signature.slice(0, 100)}`
  const json = JSON.stringify({ protected: goodHeader, payload, signature })
  const several = [
    `${good} ${good}`,
    `${good}, ${good}`,
    `${cut}\n${signature.slice(100)}`,
    `${good}\n`,
    `\t${good}`,
    json,
  ]
  for (const credential of several) expect(await judge(credential)).toEqual({ verdict: 'invalid_request', lookups: [] })
})

describe('a token of another algorithm is refused, and no key is looked up:', () => {
  const spellings = [
    'none',
    'None',
    'NONE',
    'nOnE',
    '',
    'rs256',
    'Rs256',
    'RS256 ',
    ' RS256',
    'RS256\0',
    'RSA256',
    'RS-256',
  ]
  const others = [
    'HS256',
    'HS384',
    'HS512',
    'RS384',
    'RS512',
    'PS256',
    'PS384',
    'PS512',
    'ES256',
    'ES384',
    'ES512',
    'ES256K',
    'EdDSA',
    'Ed25519',
    'RSA-OAEP',
    'dir',
  ]
  const values: readonly unknown[] = [...spellings, ...others, null, true, 7, ['RS256'], { RS256: 1 }, { toString: 1 }]
  for (const alg of values)
    test(JSON.stringify(alg), async () => {
      expect(await judge(withHeader(JSON.stringify({ alg })))).toEqual({
        verdict: 'algorithm_not_allowed',
        lookups: [],
      })
    })

  test('none at all', async () => {
    expect(await judge(withHeader('{"typ":"JWT"}'))).toEqual({ verdict: 'algorithm_not_allowed', lookups: [] })
    expect(await judge(withHeader('{"__proto__":{"alg":"RS256"}}'))).toEqual({
      verdict: 'algorithm_not_allowed',
      lookups: [],
    })
    expect(await judge(withHeader('{"ALG":"RS256"}'))).toEqual({ verdict: 'algorithm_not_allowed', lookups: [] })
  })

  test('a psychic signature', async () => {
    const zeros = encodeBytes(new Uint8Array(64))
    expect(await verdictOf(`${encode('{"alg":"ES256"}')}.${payload}.${zeros}`)).toBe('algorithm_not_allowed')
  })
})

describe('a header part of more than 1 KiB', () => {
  /** A header part of this length, over a good payload. */
  function withLength(length: number, start = '{"alg":"RS256","x":"') {
    const bytes = Math.floor((length * 3) / 4)
    const header = encode(start.padEnd(bytes - 2, 'x').concat('"}'))
    return `${header}.${payload}.${signature}`
  }

  test('is refused, and one of 1 KiB is read', async () => {
    expect(await verdictOf(withLength(1_024))).toBe('invalid_signature')
    expect(await judge(withLength(1_026))).toEqual({ verdict: 'malformed_token', lookups: [] })
    expect(await judge(withLength(30_000))).toEqual({ verdict: 'malformed_token', lookups: [] })
  })

  test('is refused before it is parsed', async () => {
    for (const start of [
      '{"alg":"none","x":"',
      '{"alg":"RS256","alg":"RS256","x":"',
      '["',
      '\ufeff{"',
      '{"kid":7,"x":"',
    ])
      expect(await verdictOf(withLength(2_000, start))).toBe('malformed_token')
    const nested = `{"alg":"RS256","x":${'['.repeat(5_000)}${']'.repeat(5_000)}}`
    const detail = 'The header part has more than 1024 characters'
    const verified = verifyToken(withHeader(nested) as BearerToken, createKeys().source, rules, now, {})
    expect(await verified).toMatchObject({ code: 'malformed_token', detail })
  })
})

describe('a long payload', () => {
  const longClaims = { properties: { filling: 'x'.repeat(10_000) } }
  const long = (claims: object) => issuer.token({ claims: { ...longClaims, ...claims } })

  test('of a wrong issuer or time is refused before a key is looked up', async () => {
    for (const [claims, verdict] of [
      [{ iss: 'https://evil.example' }, 'issuer_mismatch'],
      [{ exp: 1 }, 'token_expired'],
      [{ exp: 'x' }, 'invalid_claims'],
      [{ iat: undefined }, 'invalid_claims'],
      [{ nbf: now + 3_600 }, 'token_not_active'],
      [{ iss: 'x'.repeat(1_024) }, 'malformed_token'],
    ] as const)
      expect(await judge(long(claims))).toEqual({ verdict, lookups: [] })
  })

  test('is verified as a short one', async () => {
    const lookups = [issuer.kid]
    expect(await judge(long({}))).toEqual({ verdict: 'accepted', lookups })
    expect(await judge(long({ cnf: {} }))).toEqual({ verdict: 'invalid_claims', lookups })
  })

  test('is parsed only after its signature is verified', async () => {
    const notJson = await issuer.sign(
      { kid: issuer.kid },
      `{"iss":"${issuer.authUrl}","iat":${now},"exp":${now + 60},"x":[${'1,'.repeat(2_000)}`,
    )
    expect(await verdictOf(notJson)).toBe('malformed_token')
    expect(await verdictOf(`${notJson.slice(0, -4)}AAAA`)).toBe('invalid_signature')
  })

  test('is checked by its parsed claims, not only by the scanned ones', async () => {
    const token = await long({})
    const { parse } = JSON
    const foreign = { iss: 'https://evil.example' }
    vi.spyOn(JSON, 'parse').mockImplementation((text, reviver) =>
      text.length > 2_048 ? { ...parse(text), ...foreign } : parse(text, reviver),
    )
    expect(await judge(token)).toEqual({ verdict: 'issuer_mismatch', lookups: [issuer.kid] })
    vi.restoreAllMocks()
    expect(await verdictOf(token)).toBe('accepted')
  })
})

describe('nothing is looked up for a token that', () => {
  const cases = {
    'is of another issuer': [issuer.token({ claims: { iss: 'https://evil.example' } }), 'issuer_mismatch'],
    'has expired': [issuer.token({ expiresInSeconds: -61 }), 'token_expired'],
    'is not active yet': [issuer.token({ claims: { nbf: now + 3_600 } }), 'token_not_active'],
    'has no exp': [issuer.token({ claims: { exp: undefined } }), 'invalid_claims'],
    'has the kid of an emulator': [issuer.token({ header: { kid: 'emu_1' } }), 'unknown_key'],
  } as const
  for (const [title, [token, verdict]] of Object.entries(cases))
    test(title, async () => expect(await judge(token)).toEqual({ verdict, lookups: [] }))
})

describe('the key', () => {
  test('of an emulator is looked up if that is allowed', async () => {
    const token = issuer.token({ header: { kid: 'emu_1' } })
    expect(await judge(token, { allowEmulator: true })).toEqual({ verdict: 'accepted', lookups: ['emu_1'] })
  })

  test('that the source refuses gives the refusal of the source', async () => {
    const source = { ...createKeys().source, find: async () => refuse('jwks_unavailable') }
    expect(codeOf(await verifyToken(good as BearerToken, source, rules, now, {}))).toBe('jwks_unavailable')
  })

  test('may be one of several of the same kid', async () => {
    const strangers = await Promise.all([createTestIssuer(), createTestIssuer()])
    const others = strangers.flatMap(({ jwks }) => toVerificationKeys(jwks, false) ?? [])
    const verify = (found: VerificationKey[]) =>
      verifyToken(good as BearerToken, createKeys(found).source, rules, now, {})
    expect(await verify([...others, ...keys])).toMatchObject({ key: keys[0] })
    expect(codeOf(await verify(others))).toBe('invalid_signature')
  })

  test('that is withdrawn during the verification is unknown', async () => {
    const withdrawn = keys.map((key) => ({ ...key, withdrawn: true }))
    expect(codeOf(await verifyToken(good as BearerToken, createKeys(withdrawn).source, rules, now, {}))).toBe(
      'unknown_key',
    )
  })
})

describe('the signature', () => {
  const bytes = toBytes(signature)
  const withSignature = (changed: Uint8Array) => verdictOf(`${goodHeader}.${payload}.${encodeBytes(changed)}`)

  test('is refused with any single bit changed', async () => {
    for (let bit = 0; bit < bytes.length * 8; bit += 61) {
      const changed = bytes.slice()
      changed[bit >> 3] = Number(changed[bit >> 3]) ^ (1 << (bit & 7))
      expect(await withSignature(changed)).toBe('invalid_signature')
    }
  })

  test('is refused if it is shorter, longer, or of constant bytes', async () => {
    const forms = [
      bytes.slice(1),
      bytes.slice(0, -1),
      Uint8Array.from([0, ...bytes]),
      Uint8Array.from([...bytes, 0]),
      new Uint8Array(256),
      new Uint8Array(256).fill(255),
      Uint8Array.from([1]),
      new Uint8Array(255),
    ]
    for (const changed of forms) expect(await withSignature(changed)).toBe('invalid_signature')
  })

  test('covers header and payload in their exact spelling', async () => {
    const respelled = encode(claims.replace('{', '{ '))
    expect(await verdictOf(`${goodHeader}.${respelled}.${signature}`)).toBe('invalid_signature')
    const header = encode(JSON.stringify({ alg: 'RS256', kid: issuer.kid }))
    expect(await verdictOf(`${header}.${payload}.${signature}`)).toBe('invalid_signature')
  })

  test('is checked before the claims of the user, so that responses reveal nothing about them', async () => {
    const token = await issuer.token({ claims: { user_id: '' } })
    const { authenticateRequest } = createPropelAuth({ authUrl: issuer.authUrl, jwks: issuer.jwks })
    const codeFor = async (authorization: string) => {
      const result = await authenticateRequest({ headers: new Headers({ authorization }) })
      return result.ok ? 'accepted' : result.code
    }
    expect(await codeFor(`Bearer ${token}`)).toBe('invalid_claims')
    expect(await codeFor(`Bearer ${token.slice(0, -4)}AAAA`)).toBe('invalid_signature')
  })
})

test('a deeply nested payload is read without stack overflow', async () => {
  const deep = `${'['.repeat(5_500)}${']'.repeat(5_500)}`
  const claims = `{"iss":"${issuer.authUrl}","iat":${now},"exp":${now + 60},"user_id":"u","properties":{"deep":${deep}}}`
  expect(await verdictOf(issuer.sign({ kid: issuer.kid }, claims))).toBe('accepted')
})

test('a token that is bound to a key of its holder is refused, whatever its audience', async () => {
  for (const cnf of [{ jkt: 'x' }, { 'x5t#S256': 'x' }, {}, null, 'x', 0, false]) {
    const bound = await issuer.token({ claims: { cnf, aud: 'a' } })
    expect(await verdictOf(bound)).toBe('invalid_claims')
    const { source } = createKeys()
    const checkAudience = () => undefined
    const verified = await verifyToken(bound as BearerToken, source, { ...rules, checkAudience }, now, {})
    expect(codeOf(verified)).toBe('invalid_claims')
  }
})
