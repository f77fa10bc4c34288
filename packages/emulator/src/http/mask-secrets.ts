/** What stands for a secret in the log of requests. */
const MASK = '***'

/** Fields and parameters with a credential, or with what leads to one. An id is none. */
const SECRET_NAME =
  /^(?!.*_id$)(?:t$|.*(?:pass|secret|token|code|key|state|nonce|verifier|assertion|grant|saml|cookie|authorization))/i

/** A JSON Web Token, or a run of letters and digits that is too long for a word. Ids of users have hyphens. */
const SECRET_VALUE = /\bey[\w-]+\.[\w-]+\.|\w{32,}/

function masked(name: string, value: unknown): unknown {
  if (typeof value === 'number') return SECRET_NAME.test(name) ? MASK : value
  if (typeof value !== 'string' || value === '') return value
  return SECRET_NAME.test(name) || SECRET_VALUE.test(value) ? MASK : value
}

/** A query string or a form. */
export const maskParameters = (parameters: URLSearchParams): string =>
  new URLSearchParams([...parameters].map(([name, value]) => [name, String(masked(name, value))])).toString()

/** @param name the field that has the value. Those of a list have the name of the list */
export function maskJson(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => maskJson(item, name))
  if (typeof value !== 'object' || value === null) return masked(name, value)
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, maskJson(item, key)]))
}
