import { fail } from './checks/fail.js'
import {
  aBoolean,
  aFunction,
  aNumber,
  aText,
  checkedLater,
  checkForm,
  type Form,
  hasMethods,
  isListOf,
  isSynchronous,
  isText,
} from './checks/forms.js'
import { matches } from './checks/matches.js'
import { describe } from './checks/plain-object.js'
import type { PropelAuthOptions } from './options.js'

const isTexts = (value: unknown) => isListOf(value, isText)
const isPositive = (value: unknown) => Number.isFinite(value) && Number(value) > 0
const isString = (value: unknown) => typeof value === 'string'

const url: Form = [isString, 'an absolute URL']
const texts: Form = [isTexts, 'a list of non-empty strings']
const textOrTexts: Form = [(value) => isText(value) || isTexts(value), 'a non-empty string or list of them']

/** The form of each option where it is given. None may be null. */
const forms: Record<keyof PropelAuthOptions, Form> = {
  // Its message has a hint.
  authUrl: checkedLater,
  verifierKey: [isString, 'the text of a public key (PEM)'],
  jwks: [(value) => typeof value === 'object' && value !== null, 'a key set, an object with keys'],
  jwksUrl: url,
  issuer: textOrTexts,
  audience: textOrTexts,
  apiKey: aText,
  jwksCache: [hasMethods('get', 'put'), 'a cache with get and put'],
  tokenCache: [
    (value) => value === false || (typeof value === 'object' && value !== null && isPositive(maxBytesOf(value))),
    'false or { maxBytes: a positive number }',
  ],
  maxTokenBytes: aNumber(256, 98_304),
  keyTimeoutMs: aNumber(1, 15_000),
  maxKeyAgeSeconds: [isPositive, 'a positive number'],
  clockToleranceSeconds: aNumber(0, 60),
  roles: texts,
  permissions: texts,
  apiKeys: [hasMethods('validate'), 'an object with a function validate'],
  stepUp: [hasMethods('verifyStepUpGrant'), 'an object with a function verifyStepUpGrant'],
  isRevoked: aFunction,
  resource: url,
  // Goes into a header as it is.
  realm: [/* @__PURE__ */ matches(/^[ -~]+$/), 'printable ASCII'],
  // The text "false" of an environment variable is true in a condition.
  allowEmulator: [(value) => typeof value === 'boolean' || value === 'remote', "true, false or 'remote'"],
  audit: aBoolean,
  fetch: aFunction,
  now: [isSynchronous, 'a synchronous function'],
  onEvent: aFunction,
}

/** The name of every option. */
export const optionNames = /* @__PURE__ */ Object.keys(forms) as (keyof PropelAuthOptions)[]

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
  if (Object.hasOwn(forms, name)) return
  const meant = optionNames.find((known) => known.toLowerCase() === name.toLowerCase())
  fail(`unknown option "${name}"; ${meant ? `did you mean ${meant}?` : `known: ${optionNames.join(', ')}`}`)
}

function checkEach(options: PropelAuthOptions) {
  for (const name of Object.keys(options)) checkName(name)
  // By our names: what the options inherit, as an instance of a class does, is read below like their own.
  for (const name of optionNames) {
    const value = options[name]
    if (value !== undefined) checkForm(`createPropelAuth: ${name}`, value, forms[name])
  }
  for (const [name, meaning] of Object.entries(checks))
    if (name in options && options[name as keyof typeof checks] === undefined)
      fail(`${name} is undefined; leave it out ${meaning}`)
  const sources = (['verifierKey', 'jwks', 'jwksUrl'] as const).filter((name) => options[name] !== undefined)
  if (sources.length > 1) fail(`give only one of ${sources.join(', ')}`)
}

function checkWhole(options: unknown) {
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
  checkWhole(options)
  checkEach(options)
}
