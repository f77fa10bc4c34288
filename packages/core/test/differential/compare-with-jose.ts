// The referee: jose, with the settings that come nearest to ours. We never accept what it refuses. Where we refuse what
// it accepts, a rule of `stricter-rules.ts` must be the reason.
import { createLocalJWKSet, jwtVerify } from 'jose'
import { createRandom } from 'test-kit/random'
import { createPropelAuth, type PropelAuth } from '../../src/propelauth.js'
import { createTestIssuer } from '../../src/testing.js'
import { encodeBytes } from '../../src/token/base64url.js'
import type { Verdict } from '../verdict.js'
import type { Material } from './material.js'
import { mutate } from './mutate-token.js'
import { audienceRule, type Json, type Opened, stricterRules, toText } from './stricter-rules.js'
import { clockToleranceSeconds, now } from './time.js'

const authUrl = 'https://auth.example.com'

/**
 * Of a function that gives the same for the same text: half of the mutants have come before, mostly tokens that nothing
 * has changed. Texts far longer than a token are not kept.
 */
function remember<Result>(ask: (text: string) => Promise<Result>): (text: string) => Promise<Result> {
  const known = new Map<string, Promise<Result>>()
  return (text) => {
    const found = known.get(text) ?? ask(text)
    if (text.length < 4_096) known.set(text, found)
    return found
  }
}

/** A key that signs, and its public half. */
export interface SigningKey {
  readonly n: string
  readonly e: string
  /** An RS256 signature, base64url. */
  sign(text: string): string | Promise<string>
}

async function createSigningKey(): Promise<SigningKey> {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  }
  const { publicKey, privateKey } = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const { n = '', e = '' } = await crypto.subtle.exportKey('jwk', publicKey)
  return {
    n,
    e,
    async sign(text) {
      const signature = await crypto.subtle.sign(algorithm.name, privateKey, new TextEncoder().encode(text))
      return encodeBytes(new Uint8Array(signature))
    },
  }
}

async function createMaterial(sign: (input: string) => Promise<string>, claims: Json): Promise<Material> {
  const issuer = await createTestIssuer({ authUrl, now: () => now * 1_000 })
  const orgs = [
    { orgId: 'a', role: 'Admin', permissions: ['read'] },
    { orgId: 'b', multiRole: true, additionalRoles: ['x'] },
  ]
  const shapes = [
    {},
    { orgs },
    { activeOrg: { orgId: 'a' } },
    { user: { properties: { a: { b: 'zoë' } }, impersonatorUserId: 'e1' } },
  ]
  const issued = await Promise.all(shapes.map((shape) => issuer.token({ ...shape, claims })))
  const payloads = issued.map((token) => JSON.parse(toText(token.split('.')[1] ?? '')) as Json)
  const header = { typ: 'JWT', alg: 'RS256', kid: 'key' }
  const encode = (value: unknown) => encodeBytes(new TextEncoder().encode(JSON.stringify(value)))
  const inputs = payloads.flatMap((payload) =>
    [header, { ...header, kid: undefined }].map((of) => `${encode(of)}.${encode(payload)}`),
  )
  return { tokens: await Promise.all(inputs.map(sign)), header, payloads, now }
}

const open = (token: string, header: Json, payload: Json): Opened => {
  const parts = token.split('.')
  return { token, parts, headerText: toText(parts[0] ?? ''), header, payload }
}

/**
 * Compares so many mutated tokens, with or without the option `audience`. The outcome counts verdicts, and the rules by
 * which we were stricter.
 */
export async function compareWithJose(count: number, seed: number, audience?: string, signingKey?: SigningKey) {
  const random = createRandom(seed)
  const key = signingKey ?? (await createSigningKey())
  const jwks = { keys: [{ kty: 'RSA', n: key.n, e: key.e, kid: 'key', alg: 'RS256', use: 'sig' }] }
  const sign = remember(async (input) => `${input}.${await key.sign(input)}`)
  const rules = audience === undefined ? stricterRules : [...stricterRules, audienceRule]
  const expected = audience === undefined ? {} : { audience }
  const material = await createMaterial(sign, audience === undefined ? {} : { aud: audience })
  const keySet = createLocalJWKSet(jwks)
  const options = { authUrl, jwks, clockToleranceSeconds, now: () => now * 1_000, ...expected }
  const remembering = createPropelAuth(options)
  const forgetful = createPropelAuth({ ...options, tokenCache: false })
  const joseOptions = {
    algorithms: ['RS256'],
    issuer: authUrl,
    clockTolerance: clockToleranceSeconds,
    currentDate: new Date(now * 1_000),
    ...expected,
  }
  const verdicts: Partial<Record<Verdict, number>> = {}
  const reasons = new Map(rules.map(({ rule }) => [rule, 0]))

  async function judge(propelAuth: PropelAuth, token: string) {
    const found = await propelAuth.authenticateRequest({ headers: { get: () => `Bearer ${token}` } })
    return found.ok
      ? { verdict: 'accepted' as const, userId: found.user.userId }
      : { verdict: found.code, userId: undefined }
  }

  // Clocks stand still and keys stay: only ours with a cache may know a token that comes again.
  const judgeForgetfully = remember((token) => judge(forgetful, token))
  const judgeByJose = remember(async (token): Promise<Opened | undefined> => {
    try {
      const { protectedHeader, payload } = await jwtVerify(token, keySet, joseOptions)
      return open(token, { ...protectedHeader }, payload)
    } catch {
      return undefined
    }
  })

  async function compare(kind: string, token: string) {
    const [ours, again, theirs] = await Promise.all([
      judge(remembering, token),
      judgeForgetfully(token),
      judgeByJose(token),
    ])
    const fail = (fault: string): never => {
      const code = ours.verdict
      throw new Error(`${fault}: ${JSON.stringify({ code, kind, seed, token, jwks, theirs })}`)
    }
    if (ours.verdict !== again.verdict || ours.userId !== again.userId) fail('the token cache changes the verdict')
    verdicts[ours.verdict] = (verdicts[ours.verdict] ?? 0) + 1
    if (ours.verdict === 'accepted') {
      if (!theirs) fail('accepted what jose refuses')
      if (theirs?.payload.user_id !== ours.userId) fail('read another user than jose')
    } else if (theirs) {
      const broken = rules.filter(({ isBroken }) => isBroken(theirs))
      for (const { rule } of broken) reasons.set(rule, (reasons.get(rule) ?? 0) + 1)
      if (!broken.some(({ code }) => code === ours.verdict)) fail('refused what jose accepts, by no rule of the list')
    }
  }

  const batchSize = 64
  for (let done = 0; done < count; done += batchSize) {
    const mutants = Array.from({ length: Math.min(batchSize, count - done) }, () => mutate(random, material))
    await Promise.all(
      mutants.map(async (mutant) =>
        compare(mutant.kind, 'token' in mutant ? mutant.token : await sign(mutant.signingInput)),
      ),
    )
  }
  return { verdicts, reasons: Object.fromEntries(reasons) }
}
