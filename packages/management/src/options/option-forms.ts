import { isString } from '../shapes/is-string.js'
import type { CallOptions, ManagementOptions } from './options.js'

/** What a value must be: a check, and the same in words. */
type Form = readonly [isValid: (value: never) => unknown, expected: string]

const text: Form = [isString, 'a string']
const callback: Form = [(value) => typeof value === 'function', 'a function']
const timeoutMs: Form = [(value) => Number(value) === value && value > 0, 'a number above 0']
const headers: Form = [canMakeHeaders, 'valid headers']

/** The forms of a client's options. */
export const CLIENT_FORMS: Record<keyof ManagementOptions, Form> = {
  authUrl: text,
  apiKey: text,
  baseUrl: text,
  allowEmulator: [(value) => [true, false, 'remote'].includes(value), "true, false or 'remote'"],
  fetch: callback,
  timeoutMs,
  maxRetries: [(value) => Number.isInteger(value) && value >= 0, 'an integer of at least 0'],
  headers,
  onEvent: callback,
}

/** The forms of a call's options. */
export const CALL_FORMS: Record<keyof CallOptions, Form> = {
  signal: [(value) => 'throwIfAborted' in Object(value), 'an AbortSignal'],
  timeoutMs,
  headers,
}

/** The runtime's own error would quote the value, which may be a secret. */
function canMakeHeaders(value: never): boolean {
  try {
    return Boolean(new Headers(value))
  } catch {
    return false
  }
}

/** Only the type of texts and objects, since they may hold secrets. */
const describe = (value: unknown) =>
  isString(value) || Object(value) === value ? `a value of type ${typeof value}` : String(value)

/**
 * Checks the names of options and the form of their values. `undefined` counts as absent.
 * @throws {TypeError} says what was found and expected
 */
export function checkForms(owner: string, options: object, forms: { readonly [name: string]: Form }): void {
  const check = (isValid: unknown, name: string, expected: string, found: unknown) => {
    if (!isValid) throw new TypeError(`${owner}: ${name} must be ${expected}, found ${describe(found)}`)
  }
  check(Object(options) === options, 'options', 'an object', options)
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(forms, name))
  if (unknown) throw new TypeError(`${owner}: unknown option "${unknown}", known are ${Object.keys(forms).join(', ')}`)
  for (const [name, [isValid, expected]] of Object.entries(forms)) {
    const value: unknown = Reflect.get(options, name)
    check(value === undefined || isValid(value as never), name, expected, value)
  }
}
