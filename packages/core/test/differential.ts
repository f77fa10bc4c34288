// The referee: jose, with the settings that come nearest to ours. We never accept what it refuses; where we refuse
// what it accepts, a rule of the list below must be the reason.
import { createLocalJWKSet, jwtVerify } from 'jose'
import { createRandom } from 'test-kit/random'
import { createPropelAuth, type PropelAuth } from '../src/propelauth.js'
import type { AuthErrorCode } from '../src/response/errors.js'
import { createTestIssuer } from '../src/testing.js'
import { encodeBytes } from '../src/token/base64url.js'
import { type Material, mutate } from './mutate-token.js'
import type { Verdict } from './verdict.js'

const authUrl = 'https://auth.example.com'
const now = 1_800_000_000
const clockToleranceSeconds = 10

type Json = Readonly<Record<string, unknown>>

interface Opened {
  readonly token: string
  readonly parts: readonly string[]
  readonly headerText: string
  readonly header: Json
  readonly payload: Json
}

/** A rule of ours that jose does not have. */
interface StricterRule {
  readonly rule: string
  readonly code: AuthErrorCode
  /** Whether the token, which jose accepts, breaks the rule. Written without a look at our own code. */
  isBroken(opened: Opened): boolean
}

const toBinary = (part: string) => atob(part.replace(/[\s=]/g, '').replace(/-/g, '+').replace(/_/g, '/'))
const toText = (part: string) => new TextDecoder().decode(Uint8Array.from(toBinary(part), (c) => c.charCodeAt(0)))

function isUtf8WithoutMark(part: string): boolean {
  try {
    const bytes = Uint8Array.from(toBinary(part), (c) => c.charCodeAt(0))
    return !new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes).startsWith('\ufeff')
  } catch {
    return false
  }
}

const isSpelledOnce = (part: string) =>
  btoa(toBinary(part)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '') === part

const countKeys = (value: unknown): number =>
  typeof value !== 'object' || value === null
    ? 0
    : Object.values(value).reduce<number>(
        (sum, inside) => sum + countKeys(inside),
        Array.isArray(value) ? 0 : Object.keys(value).length,
      )

const is = (value: unknown, type: 'string' | 'object' | 'number') =>
  typeof value === type && value !== null && !Array.isArray(value)
const absentOr = (value: unknown, type: 'string' | 'object') => value === undefined || value === null || is(value, type)
const areTexts = (value: unknown) => Array.isArray(value) && value.every((item) => typeof item === 'string')

function isOrg(value: unknown): boolean {
  const org = (is(value, 'object') ? value : {}) as Json
  return [
    is(org.org_id, 'string') && org.org_id !== '',
    is(org.org_name, 'string'),
    is(org.user_role, 'string'),
    areTexts(org.inherited_user_roles_plus_current_role),
    areTexts(org.user_permissions),
    org.additional_roles === undefined || org.additional_roles === null || areTexts(org.additional_roles),
    absentOr(org.org_metadata, 'object'),
    absentOr(org.url_safe_org_name, 'string'),
    absentOr(org.legacy_org_id, 'string'),
    [undefined, null, 'single_role_in_hierarchy', 'multi_role'].includes(org.org_role_structure as string),
  ].every(Boolean)
}

function isUser({ payload }: Opened): boolean {
  const { user_id: id, login_method: method, org_member_info: org, org_id_to_org_member_info: orgs } = payload
  const login = (method ?? { login_method: 'unknown' }) as Json
  return [
    is(id, 'string') && id !== '',
    ['email', 'first_name', 'last_name', 'username', 'legacy_user_id', 'impersonator_user_id'].every((name) =>
      absentOr(payload[name], 'string'),
    ),
    absentOr(payload.properties, 'object') && absentOr(payload.metadata, 'object'),
    is(login, 'object') && is(login.login_method, 'string') && login.login_method !== '',
    absentOr(login.provider, 'string') && absentOr(login.org_id, 'string'),
    org === undefined || org === null || isOrg(org),
    absentOr(orgs, 'object') &&
      Object.entries(orgs ?? {}).every(([key, entry]) => isOrg(entry) && (entry as Json).org_id === key),
  ].every(Boolean)
}

const stricterRules: readonly StricterRule[] = [
  {
    rule: 'a credential has no white space and no comma',
    code: 'invalid_request',
    isBroken: ({ token }) => /[\s,]/.test(token),
  },
  { rule: 'a token has at most 32 KiB', code: 'malformed_token', isBroken: ({ token }) => token.length > 32_768 },
  {
    rule: 'a header part has at most 1 KiB',
    code: 'malformed_token',
    isBroken: ({ parts }) => (parts[0] ?? '').length > 1_024,
  },
  { rule: 'a token is not bound to a key', code: 'invalid_claims', isBroken: ({ payload }) => 'cnf' in payload },
  {
    rule: 'base64url has one spelling',
    code: 'malformed_token',
    isBroken: ({ parts }) => !parts.every(isSpelledOnce),
  },
  {
    rule: 'text is UTF-8, without a byte-order mark',
    code: 'malformed_token',
    isBroken: ({ parts }) => !parts.slice(0, 2).every(isUtf8WithoutMark),
  },
  {
    rule: 'a header has each name once',
    code: 'malformed_token',
    isBroken: ({ headerText, header }) => (headerText.match(/"(?:\\.|[^"\\])*"\s*:/g) ?? []).length > countKeys(header),
  },
  {
    rule: 'typ is JWT or at+jwt',
    code: 'malformed_token',
    isBroken: ({ header: { typ } }) =>
      typ !== undefined &&
      !['jwt', 'at+jwt', 'application/jwt', 'application/at+jwt'].includes(
        typeof typ === 'string' ? typ.toLowerCase() : '',
      ),
  },
  {
    rule: 'there is no b64, and no crit at all',
    code: 'malformed_token',
    isBroken: ({ header }) => Object.hasOwn(header, 'b64') || Object.hasOwn(header, 'crit'),
  },
  {
    rule: 'exp and iat are there; they and nbf are finite',
    code: 'invalid_claims',
    isBroken: ({ payload: { exp, iat, nbf } }) =>
      ![exp, iat, nbf ?? 0].every((time) => typeof time === 'number' && Math.abs(time) < Number.POSITIVE_INFINITY) ||
      nbf === null,
  },
  {
    rule: 'iat is not in the future',
    code: 'token_not_active',
    isBroken: ({ payload: { iat } }) => Number(iat) > now + clockToleranceSeconds,
  },
  { rule: 'the claims make a user', code: 'invalid_claims', isBroken: (opened) => !isUser(opened) },
]

/** Only with the option `audience`. */
const audienceRule: StricterRule = {
  rule: 'an audience is a string or a list of strings',
  code: 'invalid_claims',
  isBroken: ({ payload: { aud } }) => !is(aud, 'string') && !areTexts(aud),
}

async function createWorld() {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  }
  const { publicKey, privateKey } = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const { n, e } = await crypto.subtle.exportKey('jwk', publicKey)
  const jwk = { kty: 'RSA', n: String(n), e: String(e), kid: 'key', alg: 'RS256', use: 'sig' }
  const sign = async (input: string) => {
    const signature = await crypto.subtle.sign(algorithm.name, privateKey, new TextEncoder().encode(input))
    return `${input}.${encodeBytes(new Uint8Array(signature))}`
  }
  return { jwks: { keys: [jwk] }, sign }
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
export async function compareWithJose(count: number, seed: number, audience?: string) {
  const random = createRandom(seed)
  const { jwks, sign } = await createWorld()
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

  async function judgeByJose(token: string): Promise<Opened | undefined> {
    try {
      const { protectedHeader, payload } = await jwtVerify(token, keySet, joseOptions)
      return open(token, { ...protectedHeader }, payload)
    } catch {
      return undefined
    }
  }

  async function compare(kind: string, token: string) {
    const [ours, again, theirs] = await Promise.all([
      judge(remembering, token),
      judge(forgetful, token),
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
