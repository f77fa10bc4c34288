import { isObject, type JsonObject } from '../../values/json.js'
import { isEmail } from '../users/user-rules.js'
import type { SamlAssertion } from './saml-response.js'

/** A user as an identity provider describes it. */
export interface SsoProfile {
  readonly email: string
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
}

const CLAIMS = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims'

const EMAIL_NAMES = ['email', 'mail', 'emailAddress', `${CLAIMS}/emailaddress`, 'urn:oid:0.9.2342.19200300.100.1.3']
const FIRST_NAMES = ['firstName', 'first_name', 'givenName', `${CLAIMS}/givenname`, 'urn:oid:2.5.4.42']
const LAST_NAMES = ['lastName', 'last_name', 'surname', 'sn', `${CLAIMS}/surname`, 'urn:oid:2.5.4.4']

/** The profile in an assertion: the names that providers use, or an address as the name id. Undefined without one. */
export function profileOfAssertion({ nameId, attributes }: SamlAssertion): SsoProfile | undefined {
  const firstOf = (names: readonly string[]): string | undefined =>
    names.map((name) => attributes.get(name)?.[0]).find((value) => value !== undefined && value !== '')
  const email = firstOf(EMAIL_NAMES) ?? nameId
  return isEmail(email) ? { email, firstName: firstOf(FIRST_NAMES), lastName: firstOf(LAST_NAMES) } : undefined
}

/** The profile in a userinfo answer (OpenID Connect Core §5.1). Undefined without an address that is confirmed. */
export function profileOfUserinfo(userinfo: unknown): SsoProfile | undefined {
  if (!isObject(userinfo) || userinfo.email_verified === false) return undefined
  const { email } = userinfo
  if (typeof email !== 'string' || !isEmail(email)) return undefined
  return { email, firstName: textOf(userinfo.given_name), lastName: textOf(userinfo.family_name) }
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

/** Stores a profile as the data of a login that is under way. */
export const profileData = ({ email, firstName, lastName }: SsoProfile): JsonObject => ({
  email,
  firstName: firstName ?? null,
  lastName: lastName ?? null,
})

/** Reads what `profileData` has stored. */
export const storedProfile = (data: JsonObject): SsoProfile => ({
  email: String(data.email),
  firstName: textOf(data.firstName),
  lastName: textOf(data.lastName),
})
