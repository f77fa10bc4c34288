import { fail } from './checks/auth-url.js'
import { describe } from './checks/plain-object.js'
import type { PropelAuthOptions } from './options.js'

const isText = (value: unknown) => typeof value === 'string' && value.trim() !== ''
const isTexts = (value: unknown) => Array.isArray(value) && value.length > 0 && value.every(isText)
const isFunction = (value: unknown) => typeof value === 'function'
const isPositive = (value: unknown) => Number.isFinite(value) && Number(value) > 0
const isString = (value: unknown) => typeof value === 'string'
const isAsync = (value: unknown) => Object.prototype.toString.call(value) === '[object AsyncFunction]'

/* @__NO_SIDE_EFFECTS__ */
function isBetween(least: number, most: number) {
  return (value: unknown) => typeof value === 'number' && value >= least && value <= most
}

/* @__NO_SIDE_EFFECTS__ */
function has(...names: readonly string[]) {
  return (value: unknown) => names.every((name) => isFunction(Object(value)[name]))
}

/** What an option must be where it is given, in code and in words. None may be null. */
const rules: Record<keyof PropelAuthOptions, readonly [is: (value: unknown) => boolean, expected: string]> = {
  // Looked at where it is read: the message has a hint.
  authUrl: [() => true, ''],
  verifierKey: [isString, 'the text of a public key (PEM)'],
  jwks: [(value) => typeof value === 'object' && value !== null, 'a key set, an object with keys'],
  jwksUrl: [isString, 'an absolute URL'],
  issuer: [(value) => isText(value) || isTexts(value), 'a non-empty string or list of them'],
  audience: [(value) => isText(value) || isTexts(value), 'a non-empty string or list of them'],
  apiKey: [isText, 'a non-empty string'],
  jwksCache: [has('get', 'put'), 'a cache with get and put'],
  tokenCache: [
    (value) => value === false || (typeof value === 'object' && value !== null && isPositive(maxBytesOf(value))),
    'false or { maxBytes: a positive number }',
  ],
  maxTokenBytes: [isBetween(256, 98_304), '256 to 98,304'],
  keyTimeoutMs: [isBetween(1, 15_000), '1 to 15,000'],
  maxKeyAgeSeconds: [isBetween(1, 9_007_199_254_740_991), 'a number of seconds, at least 1'],
  clockToleranceSeconds: [isBetween(0, 60), '0 to 60'],
  roles: [isTexts, 'a list of non-empty strings'],
  permissions: [isTexts, 'a list of non-empty strings'],
  apiKeys: [has('validate'), 'an object with a function validate'],
  isRevoked: [isFunction, 'a function'],
  resource: [isString, 'an absolute URL'],
  // Goes into a header as it is.
  realm: [(value) => typeof value === 'string' && /^[ -~]+$/.test(value), 'printable ASCII'],
  // The text "false" of an environment variable is true in a condition.
  allowEmulator: [(value) => typeof value === 'boolean' || value === 'remote', "true, false or 'remote'"],
  audit: [(value) => typeof value === 'boolean', 'true or false'],
  fetch: [isFunction, 'a function'],
  now: [(value) => isFunction(value) && !isAsync(value), 'a synchronous function'],
  onEvent: [isFunction, 'a function'],
}

/** The name of every option. */
export const optionNames = /* @__PURE__ */ Object.keys(rules) as (keyof PropelAuthOptions)[]

/** The bound of the token cache: 8 MiB unless the option says otherwise. */
export const maxBytesOf = (tokenCache: unknown): unknown =>
  (tokenCache as { maxBytes?: unknown } | undefined)?.maxBytes ?? 8 * 1024 * 1024

/** Options that are checks: `undefined`, as of a misspelt variable, must not drop one. And what leaving it out means. */
const checks = {
  audience: 'to accept tokens for every audience',
  resource: 'if this API is no protected resource',
  isRevoked: 'if no token is ever revoked',
}

function checkName(name: string) {
  if (Object.hasOwn(rules, name)) return
  const meant = optionNames.find((known) => known.toLowerCase() === name.toLowerCase())
  fail(`unknown option "${name}"; ${meant ? `did you mean ${meant}?` : `known: ${optionNames.join(', ')}`}`)
}

function checkEach(options: PropelAuthOptions) {
  for (const name of Object.keys(options)) checkName(name)
  // By our names: what the options inherit, as an instance of a class does, is read below like their own.
  for (const name of optionNames) {
    const [is, expected] = rules[name]
    const value = options[name]
    if (value !== undefined && !is(value)) fail(`${name} must be ${expected}, found ${describe(value)}`)
  }
  for (const [name, meaning] of Object.entries(checks))
    if (name in options && options[name as keyof typeof checks] === undefined)
      fail(`${name} is undefined; leave it out ${meaning}`)
  const sources = (['verifierKey', 'jwks', 'jwksUrl'] as const).filter((name) => options[name] !== undefined)
  if (sources.length > 1) fail(`give only one of ${sources.join(', ')}`)
}

function checkForm(options: unknown) {
  if (typeof (options as Partial<Promise<unknown>> | null)?.then === 'function')
    fail('the function that gives the options must not be async')
  if (typeof options !== 'object' || options === null)
    fail(`expected options with an authUrl, found ${describe(options)}`)
}

/**
 * Checks each option by its own rule, without reading keys and URLs.
 * @throws {TypeError} for anything but an object of options, and for an option that is unknown or of a wrong form
 */
export function checkOptions(options: PropelAuthOptions): void {
  checkForm(options)
  checkEach(options)
}
