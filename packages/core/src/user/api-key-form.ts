import { checkForm, type Form } from '../checks/forms.js'

/**
 * What a key may look like where the validator does not say: the characters of a bearer token (RFC 6750 §2.1), and
 * `:` and `|`, which imported keys of other systems have.
 */
const anyKey = /^[\w.~+/:|-]+=*$/

/** No key is longer, in characters. */
const maxKeyLength = 2_048

const isRegExp = (value: unknown): value is RegExp => Object.prototype.toString.call(value) === '[object RegExp]'

const aPattern: Form = [isRegExp, 'a regular expression such as /^[0-9a-f]{96}$/i']

/** The pattern for the whole key. The flags `g` and `y` keep a position between calls, and `m` admits line breaks. */
const toWholePattern = ({ source, flags }: RegExp) => new RegExp(`^(?:${source})$`, flags.replace(/[gmy]/g, ''))

/**
 * The test of a key's form, before anything is spent on it.
 * @throws {TypeError} for a pattern that is not a regular expression
 */
export function createKeyFormCheck(keyPattern: unknown): (apiKey: string) => boolean {
  if (keyPattern !== undefined) checkForm('createPropelAuth: apiKeys.keyPattern', keyPattern, aPattern)
  const pattern = isRegExp(keyPattern) ? toWholePattern(keyPattern) : anyKey
  return (apiKey) => apiKey.length <= maxKeyLength && pattern.test(apiKey)
}
