// Rules of ours that jose does not have. They are written without a look at our own code.
import type { AuthErrorCode } from '../../src/response/errors.js'
import { clockToleranceSeconds, now } from './time.js'

export type Json = Readonly<Record<string, unknown>>

export interface Opened {
  readonly token: string
  readonly parts: readonly string[]
  readonly headerText: string
  readonly header: Json
  readonly payload: Json
}

export interface StricterRule {
  readonly rule: string
  readonly code: AuthErrorCode
  /** Whether the token, which jose accepts, breaks the rule. */
  isBroken(opened: Opened): boolean
}

const toBinary = (part: string) => atob(part.replace(/[\s=]/g, '').replace(/-/g, '+').replace(/_/g, '/'))
export const toText = (part: string) =>
  new TextDecoder().decode(Uint8Array.from(toBinary(part), (c) => c.charCodeAt(0)))

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

export const stricterRules: readonly StricterRule[] = [
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
export const audienceRule: StricterRule = {
  rule: 'an audience is a string or a list of strings',
  code: 'invalid_claims',
  isBroken: ({ payload: { aud } }) => !is(aud, 'string') && !areTexts(aud),
}
