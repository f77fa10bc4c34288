/** A scope (RFC 6749 §3.3): printable ASCII without space, quote and backslash. */
export const isScope = (value: unknown): value is string => typeof value === 'string' && /^[!#-[\]-~]+$/.test(value)

/** A list of scopes, as an option. Not `every` of the list itself, which skips holes. */
export const scopes = [
  (value: unknown): boolean => Array.isArray(value) && [...value].every(isScope),
  'a list of scopes such as ["notes:read"]',
] as const
