import type { AuthErrorCode } from '../response/errors.js'
import { decodeBytes, encodeBytes } from '../token/base64url.js'
import { subtleCrypto } from '../token/runtime.js'
import { createTestIssuer, type TestIssuer } from './test-issuer.js'

/** A token that must be refused, and the code of the refusal. */
export interface BadToken {
  readonly title: string
  readonly token: string
  readonly code: AuthErrorCode
}

const encode = (value: unknown) => encodeBytes(new TextEncoder().encode(JSON.stringify(value)))

/** HMAC over the token with public data as its secret: confuses RS256 with HS256 (RFC 8725 §2.1). */
async function hmacSigned(secret: string, header: object, payload: string): Promise<string> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await subtleCrypto().importKey('raw', new TextEncoder().encode(secret), algorithm, false, ['sign'])
  const input = `${encode({ ...header, alg: 'HS256' })}.${payload}`
  const signature = await subtleCrypto().sign(algorithm, key, new TextEncoder().encode(input))
  return `${input}.${encodeBytes(new Uint8Array(signature))}`
}

/** The same signature in another spelling: an unused bit is set. */
function respell(token: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return token.slice(0, -1) + alphabet[alphabet.indexOf(token.slice(-1)) + 1]
}

/** Changes a character in the middle of the signature. */
function damage(token: string): string {
  const at = token.length - 100
  return token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1)
}

function badHeaders({ token, sign, kid }: TestIssuer, payload: string) {
  const header = { typ: 'JWT', kid }
  const { iat } = JSON.parse(new TextDecoder().decode(decodeBytes(payload)))
  const unsigned = (alg: unknown) => `${encode({ ...header, alg })}.${payload}.${'A'.repeat(342)}`
  return [
    ['alg none', `${encode({ ...header, alg: 'none' })}.${payload}.`, 'malformed_token'],
    ['alg none with a signature', unsigned('none'), 'algorithm_not_allowed'],
    ['alg in another spelling', unsigned('rs256'), 'algorithm_not_allowed'],
    ['alg missing', unsigned(undefined), 'algorithm_not_allowed'],
    ['alg in a list', unsigned(['RS256']), 'algorithm_not_allowed'],
    ['alg PS256', unsigned('PS256'), 'algorithm_not_allowed'],
    ['crit', sign({ ...header, crit: ['x'], x: 1 }, decodeBytes(payload) ?? payload), 'malformed_token'],
    ['b64', token({ header: { b64: true } }), 'malformed_token'],
    ['typ of another kind of token', token({ header: { typ: 'dpop+jwt' } }), 'malformed_token'],
    ['kid that is a number', token({ header: { kid: 7 } }), 'malformed_token'],
    ['a header of more than 1 KiB', token({ header: { filling: 'x'.repeat(1_024) } }), 'malformed_token'],
    // Issued a minute ago: the key of a newer token may not be published yet, which is a 503 while keys may not be looked for.
    ['kid of no published key', token({ header: { kid: 'unheard-of' }, claims: { iat: iat - 60 } }), 'unknown_key'],
    ['kid of a local emulator', token({ header: { kid: 'emu_1' }, claims: { iat: iat - 60 } }), 'unknown_key'],
  ] as const
}

function badClaims({ token }: TestIssuer) {
  const org = { org_id: 'a', org_name: 'A', user_role: 'Owner', inherited_user_roles_plus_current_role: ['Owner'] }
  const withOrg = (claim: object) => token({ claims: { org_id_to_org_member_info: { a: { ...org, ...claim } } } })
  return [
    ['expired', token({ expiresInSeconds: -61 }), 'token_expired'],
    ['exp as text', token({ claims: { exp: '9999999999' } }), 'invalid_claims'],
    ['exp missing', token({ claims: { exp: undefined } }), 'invalid_claims'],
    ['iat missing', token({ claims: { iat: undefined } }), 'invalid_claims'],
    ['iat in the future', token({ claims: { iat: 9_999_999_999 } }), 'token_not_active'],
    ['nbf in the future', token({ claims: { nbf: 9_999_999_999 } }), 'token_not_active'],
    ['nbf of the wrong type', token({ claims: { nbf: null } }), 'invalid_claims'],
    ['iss of another project', token({ claims: { iss: 'https://other.example.com' } }), 'issuer_mismatch'],
    ['iss with a slash', token({ claims: { iss: 'https://auth.example.com/' } }), 'issuer_mismatch'],
    ['iss in a list', token({ claims: { iss: ['https://auth.example.com'] } }), 'issuer_mismatch'],
    ['cnf, since it is bound to a key', token({ claims: { cnf: { jkt: 'x' } } }), 'invalid_claims'],
    ['user_id missing', token({ claims: { user_id: undefined } }), 'invalid_claims'],
    ['user_id empty', token({ claims: { user_id: '' } }), 'invalid_claims'],
    ['permissions as text', withOrg({ user_permissions: 'can_view_billing' }), 'invalid_claims'],
    [
      'roles as text',
      withOrg({ user_permissions: [], inherited_user_roles_plus_current_role: 'Owner' }),
      'invalid_claims',
    ],
    ['an org under another id', withOrg({ user_permissions: [], org_id: 'b' }), 'invalid_claims'],
  ] as const
}

/**
 * Tokens that every verifier must refuse, signed by an issuer: for tests of your own middleware.
 *
 * @example
 * ```ts
 * for (const { title, token, code } of await badTokens(issuer))
 *   test(title, async () => expect(await codeOf(token)).toBe(code))
 * ```
 */
export async function badTokens(issuer: TestIssuer): Promise<BadToken[]> {
  const good = await issuer.token()
  const [header = '', payload = '', signature = ''] = good.split('.')
  const stranger = await createTestIssuer({ authUrl: issuer.authUrl, kid: issuer.kid })
  const secret = { typ: 'JWT', kid: issuer.kid }
  const rows = [
    ...badHeaders(issuer, payload),
    ...badClaims(issuer),
    ['signed by another key of the same id', stranger.token(), 'invalid_signature'],
    ['a damaged signature', damage(good), 'invalid_signature'],
    ['another payload under the signature', `${header}.${encode({ admin: true })}.${signature}`, 'issuer_mismatch'],
    ['HS256 with the PEM as secret', hmacSigned(issuer.verifierKey, secret, payload), 'algorithm_not_allowed'],
    [
      'HS256 with the JWKS as secret',
      hmacSigned(JSON.stringify(issuer.jwks), secret, payload),
      'algorithm_not_allowed',
    ],
    ['a signature in another spelling', respell(good), 'malformed_token'],
    ['padding', `${good}==`, 'malformed_token'],
    ['two parts', `${header}.${payload}`, 'malformed_token'],
    ['four parts', `${good}.${signature}`, 'malformed_token'],
    ['five parts, as of an encrypted token', `${good}.${header}.${payload}`, 'malformed_token'],
    ['an empty part', `${header}..${signature}`, 'malformed_token'],
    ['a payload that is a list', issuer.sign(secret, '[]'), 'malformed_token'],
    ['a payload that is no JSON', issuer.sign(secret, 'user'), 'malformed_token'],
    ['a payload with a byte-order mark', issuer.sign(secret, '\uFEFF{}'), 'malformed_token'],
    ['a payload that is no UTF-8', issuer.sign(secret, new Uint8Array([0x7b, 0xff, 0x7d])), 'malformed_token'],
    ['more than 32 KiB', issuer.token({ claims: { filling: 'x'.repeat(32_768) } }), 'malformed_token'],
  ] as const
  return Promise.all(rows.map(async ([title, token, code]) => ({ title, token: await token, code })))
}
