import { compactVerify, errors } from 'jose'
import { isObject } from '../../values/json.js'
import { findMembership } from '../orgs/memberships.js'
import { findOrg } from '../orgs/orgs.js'
import type { Project } from '../project/project.js'
import { findUser } from '../users/user-lookup.js'

/** What a verifier of access tokens looks at, and whether the user is still there. */
export interface TokenCheck {
  readonly name: 'form' | 'algorithm' | 'key' | 'signature' | 'issuer' | 'expiry' | 'start' | 'user' | 'organization'
  readonly ok: boolean
  /** A sentence that says what was found. */
  readonly detail: string
}

export interface InspectedToken {
  /** Whether a verifier of this project accepts it. */
  readonly valid: boolean
  readonly checks: readonly TokenCheck[]
  /** Undefined if the token is not decodable. */
  readonly header: Readonly<Record<string, unknown>> | undefined
  readonly claims: Readonly<Record<string, unknown>> | undefined
  readonly bytes: number
  /** Whether it is larger than the 4096 bytes that a cookie can have. */
  readonly large: boolean
}

/** The most that browsers keep of a cookie, name and attributes included. */
const COOKIE_BYTES = 4096

type Part = Readonly<Record<string, unknown>>

/**
 * Decodes an access token and verifies it, with the reason for each failure. It needs no valid token. `Bearer` in front
 * and line breaks are dropped.
 */
export async function inspectToken(project: Project, text: string): Promise<InspectedToken> {
  const token = text.replace(/^\s*bearer\s+/i, '').replaceAll(/\s/g, '')
  const bytes = Buffer.byteLength(token)
  const size = { bytes, large: bytes > COOKIE_BYTES }
  const parts = token.split('.')
  const header = decoded(parts[0])
  const claims = decoded(parts[1])
  if (parts.length !== 3 || !header || !claims) {
    const check = { name: 'form', ok: false, detail: formProblem(token, header) } as const
    return { valid: false, checks: [check], header, claims, ...size }
  }
  const signed = [checkAlgorithm(header), checkKey(project, header), await checkSignature(project, token, header)]
  const rules = [checkIssuer(project, claims), checkExpiry(project, claims), checkStart(project, claims)]
  const checks = [...signed, ...rules]
  const state = [...checkUser(project, claims), ...checkOrg(project, claims)]
  return { valid: checks.every(({ ok }) => ok), checks: [...checks, ...state], header, claims, ...size }
}

function decoded(part = ''): Part | undefined {
  if (!/^[\w-]+$/.test(part)) return undefined
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function formProblem(token: string, header: Part | undefined): string {
  if (token === '') return 'There is no token.'
  if (/^[0-9a-f]+$/.test(token))
    return 'These are hexadecimal digits: an API key or a refresh token, not an access token.'
  const parts = token.split('.').length
  if (parts === 5) return 'It has five parts, so it is encrypted (JWE). Access tokens are signed only.'
  if (parts !== 3) return `A token has three parts with dots between them, this has ${parts}.`
  return `The ${header ? 'second' : 'first'} part is not a JSON object in base64url.`
}

const check = (name: TokenCheck['name'], ok: boolean, detail: string): TokenCheck => ({ name, ok, detail })

const quoted = (value: unknown): string => JSON.stringify(value) ?? 'missing'

const checkAlgorithm = ({ alg }: Part): TokenCheck =>
  check('algorithm', alg === 'RS256', alg === 'RS256' ? 'RS256.' : `alg is ${quoted(alg)}, it must be RS256.`)

function checkKey({ signingKey }: Project, { kid }: Part): TokenCheck {
  if (kid === undefined) return check('key', true, 'It names no key, so verifiers try those of the project.')
  if (kid === signingKey.kid) return check('key', true, `${signingKey.kid}, the key of this project.`)
  const text = `kid is ${quoted(kid)}, the key of this project is ${signingKey.kid}.`
  return check('key', false, `${text} It comes from another emulator or data directory, or from the real service.`)
}

async function checkSignature(project: Project, token: string, { alg }: Part): Promise<TokenCheck> {
  if (alg !== 'RS256') return check('signature', false, 'Not checked: the algorithm is not allowed.')
  try {
    await compactVerify(token, project.signingKey.publicKey, { algorithms: ['RS256'] })
    return check('signature', true, 'It belongs to this header and these claims.')
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error
    if (error instanceof errors.JWSSignatureVerificationFailed)
      return check('signature', false, 'It was not made by the key of this project, or the token was changed.')
    return check('signature', false, `It cannot be checked: ${error.message}.`)
  }
}

const checkIssuer = ({ issuer }: Project, { iss }: Part): TokenCheck =>
  check('issuer', iss === issuer, iss === issuer ? issuer : `iss is ${quoted(iss)}, it must be ${quoted(issuer)}.`)

function checkExpiry({ clock }: Project, { exp }: Part): TokenCheck {
  if (typeof exp !== 'number') return check('expiry', false, `exp is ${quoted(exp)}, it must be a number.`)
  const left = exp - clock.seconds()
  return left > 0
    ? check('expiry', true, `It expires in ${span(left)}.`)
    : check('expiry', false, `It expired ${span(-left)} ago, by the clock of the emulator.`)
}

function checkStart({ clock }: Project, { iat, nbf }: Part): TokenCheck {
  const now = clock.seconds()
  if (typeof nbf === 'number' && nbf > now)
    return check('start', false, `nbf is in the future: it is valid in ${span(nbf - now)}.`)
  if (typeof iat !== 'number') return check('start', true, 'It does not say when it was issued (iat).')
  return iat > now
    ? check('start', false, `iat is in the future: it is issued in ${span(iat - now)}. Was the clock restored?`)
    : check('start', true, `It was issued ${span(now - iat)} ago.`)
}

/** Verifiers do not see these: a token stays valid when its user is changed or deleted. */
function checkUser(project: Project, { user_id }: Part): TokenCheck[] {
  const user = typeof user_id === 'string' ? findUser(project, user_id) : undefined
  if (!user) return [check('user', false, `user_id is ${quoted(user_id)}, and there is no such user.`)]
  if (user.enabled === 0) return [check('user', false, `${user.email} is disabled.`)]
  return [check('user', user.locked === 0, `${user.email} ${user.locked === 0 ? 'exists' : 'is locked'}.`)]
}

function checkOrg(project: Project, { user_id, org_member_info: info }: Part): TokenCheck[] {
  if (!isObject(info)) return []
  const org = typeof info.org_id === 'string' ? findOrg(project, info.org_id) : undefined
  if (!org) return [check('organization', false, `There is no organization ${quoted(info.org_id)}.`)]
  const membership = typeof user_id === 'string' ? findMembership(project, user_id, org.org_id) : undefined
  if (!membership) return [check('organization', false, `The user is not a member of ${org.name} any more.`)]
  return [
    membership.role === info.user_role
      ? check('organization', true, `${org.name}: ${membership.role}.`)
      : check('organization', false, `The role in ${org.name} is ${membership.role} now.`),
  ]
}

const UNITS = [
  ['days', 86_400],
  ['hours', 3600],
  ['minutes', 60],
] as const

/** A duration in the largest unit that fits. */
function span(seconds: number): string {
  const [unit, size] = UNITS.find(([, length]) => seconds >= 2 * length) ?? ['seconds', 1]
  return `${Math.floor(seconds / size)} ${unit}`
}
