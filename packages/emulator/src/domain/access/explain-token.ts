import { compactVerify, decodeJwt, decodeProtectedHeader, errors } from 'jose'
import type { Project } from '../project/project.js'
import { findUser } from '../users/user-lookup.js'

/** Whether a token is an access token of this project that is valid now, and if not, why. */
export interface TokenVerdict {
  readonly valid: boolean
  /** The first rule that the token breaks. Undefined for a valid one. */
  readonly reason?: string
  /** What may surprise about a valid token. */
  readonly warnings: readonly string[]
}

type Payload = ReturnType<typeof decodeJwt>

/** Checks the rules in the order in which a verifier does, by the clock of the project. */
export async function explainToken(project: Project, token: string): Promise<TokenVerdict> {
  const reason = formProblem(token) ?? headerProblem(project, token) ?? (await signatureProblem(project, token))
  if (reason !== undefined) return { valid: false, reason, warnings: [] }
  const claims = decodeJwt(token)
  const wrongClaim = claimProblem(project, claims) ?? timeProblem(project.clock.seconds(), claims)
  if (wrongClaim !== undefined) return { valid: false, reason: wrongClaim, warnings: [] }
  return { valid: true, warnings: warningsOf(project, token, claims) }
}

function formProblem(token: string): string | undefined {
  const parts = token.split('.').length
  if (parts === 3) return undefined
  return `The token has ${parts === 1 ? 'one part' : `${parts} parts`}, an access token has three with dots between them. A token of OAuth 2.1 for MCP is opaque: it is introspected.`
}

function headerProblem({ signingKey }: Project, token: string): string | undefined {
  const header = readHeader(token)
  if (!header) return 'The header, the part before the first dot, is not JSON in base64url.'
  if (header.alg !== 'RS256') return `The algorithm is ${quoted(header.alg)}, an access token has "RS256".`
  if (header.kid === undefined || header.kid === signingKey.kid) return undefined
  return `The key id is ${quoted(header.kid)}, that of this emulator is ${quoted(signingKey.kid)}. The token is of the real service, or of an emulator with another data directory.`
}

function readHeader(token: string): ReturnType<typeof decodeProtectedHeader> | undefined {
  try {
    return decodeProtectedHeader(token)
  } catch {
    return undefined
  }
}

async function signatureProblem({ signingKey }: Project, token: string): Promise<string | undefined> {
  try {
    await compactVerify(token, signingKey.publicKey, { algorithms: ['RS256'] })
    decodeJwt(token)
    return undefined
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed)
      return 'The signature does not fit the key of this emulator: the token was changed, cut off, or signed by another key.'
    if (error instanceof errors.JOSEError) return `The token cannot be read: ${error.message}.`
    throw error
  }
}

function claimProblem({ issuer }: Project, { iss, user_id }: Payload): string | undefined {
  if (iss !== issuer) return `The issuer (iss) is ${quoted(iss)}, that of this emulator is ${quoted(issuer)}.`
  if (typeof user_id !== 'string' || user_id === '') return 'The claim user_id is missing.'
  return undefined
}

function timeProblem(now: number, { exp, nbf, iat }: Payload): string | undefined {
  if (typeof exp !== 'number') return 'The expiry (exp) is missing.'
  if (exp <= now)
    return `It expired ${now - exp} seconds ago, at ${timeOf(exp)}. The emulator's time is ${timeOf(now)}.`
  if (typeof nbf === 'number' && nbf > now)
    return `It is not valid before ${timeOf(nbf)} (nbf), in ${nbf - now} seconds.`
  if (typeof iat === 'number' && iat > now)
    return `It was issued in the future (iat), at ${timeOf(iat)}. The emulator's time is ${timeOf(now)}.`
  return undefined
}

/** Browsers store at most this many bytes in a cookie. */
const COOKIE_BYTES = 4096

function warningsOf(project: Project, token: string, claims: Payload): readonly string[] {
  const known = findUser(project, String(claims.user_id))
  const outside = project.clock.outsideSeconds()
  return [
    ...(known === undefined ? ['There is no user with its user_id any more.'] : []),
    ...(known?.enabled === 0 ? ['Its user is disabled: a verifier accepts the token until it expires.'] : []),
    ...(timeProblem(outside, claims) === undefined
      ? []
      : ['It is valid by the clock of the emulator, which is ahead. Programs with the time of the system refuse it.']),
    ...(token.length > COOKIE_BYTES
      ? [`It has ${token.length} bytes. A cookie holds ${COOKIE_BYTES}, many servers take 8192 for all headers.`]
      : []),
  ]
}

const quoted = (value: unknown): string => (value === undefined ? 'missing' : JSON.stringify(value))

const timeOf = (seconds: number): string => {
  const date = new Date(seconds * 1000)
  return Number.isNaN(date.getTime()) ? `${seconds} (no valid time)` : date.toISOString()
}
