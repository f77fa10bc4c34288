// Published signature and key vectors (test-vectors/NOTE.md), judged by the functions that judge access tokens. Their
// payloads are no claims, so `verifyToken` as a whole refuses them all; the steps up to the signature are put together
// here in its order. Whatever differs from the published verdict stands in a list with its reason: none is skipped.
import { describe, expect, test, vi } from 'vitest'
import { codeOf, type Verdict } from '../../test/verdict.js'
import keyVectors from '../../test-vectors/json_web_key_test.json' with { type: 'json' }
import signatureVectors from '../../test-vectors/json_web_signature_test.json' with { type: 'json' }
import rsaVectors from '../../test-vectors/rsa_signature_2048_sha256_test.json' with { type: 'json' }
import { toVerificationKeys } from '../keys/json-web-key.js'
import { candidates, fixedKeySet, fixedKeys } from '../keys/key-set.js'
import { defaultMaxTokenBytes, toBearerToken } from '../request/bearer-token.js'
import { isRefusal } from '../response/refusal.js'
import type { VerificationKey } from './verification-key.js'
import { findSigner, split, verifyToken } from './verify-token.js'

interface Vector {
  readonly tcId: number
  readonly comment: string
  readonly jws: string
  readonly result: string
}
interface Group {
  readonly public?: object
  readonly private?: object
  readonly tests: readonly Vector[]
}

const rules = { issuers: ['https://auth.example.com'], clockToleranceSeconds: 10, allowEmulator: false }

/** Form, header, key and signature, as `verifyToken` checks them. */
async function judgeSignature(jws: string, set: object): Promise<Verdict> {
  const token = toBearerToken(jws, defaultMaxTokenBytes)
  if (isRefusal(token)) return codeOf(token)
  const parts = split(token)
  if (isRefusal(parts)) return codeOf(parts)
  const keys = candidates(fixedKeySet(toVerificationKeys(set, false) ?? []), parts.kid)
  if (keys.length === 0) return 'unknown_key'
  return (await findSigner(keys, parts)) ? 'accepted' : 'invalid_signature'
}

/** The whole verification, and whether it came as far as asking for a key. */
async function judgeToken(jws: string, set: object) {
  let lookups = 0
  const source = fixedKeys(fixedKeySet(toVerificationKeys(set, false) ?? []))
  const counting = {
    ...source,
    find: (...of: Parameters<typeof source.find>) => {
      lookups++
      return source.find(...of)
    },
  }
  const token = toBearerToken(jws, defaultMaxTokenBytes)
  const verdict = codeOf(isRefusal(token) ? token : await verifyToken(token, counting, rules, 0, {}))
  return { verdict, lookups }
}

function algorithmOf(jws: string): unknown {
  try {
    const [header = ''] = jws.split('.')
    return JSON.parse(atob(header.replace(/-/g, '+').replace(/_/g, '/'))).alg
  } catch {
    return undefined
  }
}

/** The key set of a group: what is published, or the symmetric key where there is nothing else. */
const setOf = ({ public: shown, private: secret }: Group) => {
  const key = shown ?? secret ?? {}
  return 'keys' in key ? key : { keys: [key] }
}

/** base64url without padding and with unused bits of zero (RFC 4648 §3.5). */
const canonical = /^([\w-]{4})*([\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/

/** The verdict on a token that does not name RS256, by its form alone. */
function foreignVerdict(jws: string, algorithm: unknown): Verdict {
  if (jws === '' || /[\s,]/.test(jws)) return 'invalid_request'
  const parts = jws.split('.')
  const isWellFormed = parts.length === 3 && parts.every((part) => part !== '' && canonical.test(part))
  return isWellFormed && algorithm !== undefined ? 'algorithm_not_allowed' : 'malformed_token'
}

/** Vectors that are valid JWS, and are refused as access tokens. */
const stricter = new Map([[259, 'an access token has a payload']])

describe('JSON Web Signature', () => {
  const counts = { accepted: 0, foreign: 0, refused: 0 }

  for (const [at, group] of (signatureVectors.testGroups as unknown as Group[]).entries())
    test(`group ${at + 1}: ${group.tests.length} vectors from ${group.tests[0]?.tcId}`, async () => {
      for (const { tcId, comment, jws, result } of group.tests) {
        const context = `${tcId}: ${comment}`
        const verdict = await judgeSignature(jws, setOf(group))
        const whole = await judgeToken(jws, setOf(group))
        const algorithm = algorithmOf(jws)
        const isForeign = algorithm !== 'RS256'
        const expected = result === 'valid' && !isForeign && !stricter.has(tcId)
        expect(verdict === 'accepted', context).toBe(expected)
        expect(whole, context).toEqual({ verdict: expect.not.stringMatching('accepted'), lookups: 0 })
        if (isForeign) expect(verdict, context).toBe(foreignVerdict(jws, algorithm))
        counts[expected ? 'accepted' : isForeign ? 'foreign' : 'refused']++
      }
    })

  test('every vector was checked', () => {
    expect(counts).toEqual({ accepted: 7, foreign: 170, refused: 224 })
    expect(counts.accepted + counts.foreign + counts.refused).toBe(signatureVectors.numberOfTests)
  })
})

/** Key sets with a published verdict that is not ours to give. */
const notChecked = new Map([[7, 'a weakness of one maker of chips; the issuer chooses its own keys']])

describe('JSON Web Key', () => {
  for (const group of keyVectors.testGroups as unknown as Group[])
    for (const { tcId, comment, jws, result } of group.tests)
      test(`${tcId}: ${comment}, with a key of ${algorithmOf(jws)}`, async () => {
        const verdict = await judgeSignature(jws, setOf(group))
        const isValid = algorithmOf(jws) === 'RS256' && (result === 'valid' || notChecked.has(tcId))
        expect(verdict === 'accepted').toBe(isValid)
        expect((await judgeToken(jws, setOf(group))).verdict).not.toBe('accepted')
      })

  test('every vector was checked', () => {
    expect(keyVectors.testGroups.flatMap(({ tests }) => tests)).toHaveLength(keyVectors.numberOfTests)
  })
})

const fromHex = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))

/** Every vector, with the verifier that a fresh copy of the module chooses; on Node one at a time, or all on threads. */
async function judgeRsa(together = false) {
  vi.resetModules()
  const { isSignedBy } = await import('./verification-key.js')
  const vectors = rsaVectors.testGroups.flatMap(({ keyJwk, tests }) => {
    const [key] = toVerificationKeys({ keys: [keyJwk] }, false) ?? []
    return tests.map((vector) => ({ ...vector, key: key as VerificationKey }))
  })
  const judge = ({ key, sig, msg }: (typeof vectors)[number]) => isSignedBy(key, fromHex(sig), fromHex(msg))
  const isSigned: boolean[] = []
  if (together) isSigned.push(...(await Promise.all(vectors.map(judge))))
  else for (const vector of vectors) isSigned.push(await judge(vector))
  const verdicts: Record<string, number> = {}
  for (const [at, { tcId, result }] of vectors.entries()) {
    // Acceptable to the vectors is a signature that only old implementations made. The service makes none.
    expect(isSigned[at], `${tcId}`).toBe(result === 'valid')
    const verdict = `${result}: ${isSigned[at]}`
    verdicts[verdict] = (verdicts[verdict] ?? 0) + 1
  }
  return verdicts
}

describe('RSA signatures of 2048 bits with SHA-256', () => {
  const expected = { 'valid: true': 9, 'acceptable: false': 1, 'invalid: false': 249 }

  test('with the verifier of this runtime', async () => {
    expect(await judgeRsa()).toEqual(expected)
  })

  test('with many verifications under way, which Node runs on threads', async () => {
    expect(await judgeRsa(true)).toEqual(expected)
  })

  test('with Web Crypto', async () => {
    vi.stubGlobal('navigator', { userAgent: 'Cloudflare-Workers' })
    expect(await judgeRsa()).toEqual(expected)
    vi.unstubAllGlobals()
  })
})
