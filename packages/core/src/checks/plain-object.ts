/** The type of a value of JSON. Never the value itself: it may be personal data or a secret. */
export const typeOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value

/** An option in an error message: its type, and its value where it is a number, a boolean or absent. */
export function describe(value: unknown): string {
  const type = typeOf(value)
  if (type === 'list') return Object(value).length === 0 ? 'an empty list' : 'a list'
  if (type === 'object') return 'an object'
  if (value === '') return 'an empty string'
  return value === null || /^[unb]/.test(type) ? String(value) : `a ${type}`
}

/** `Object.prototype` of any realm: an object made with `Object.create(null)` lacks its methods. */
const isRootPrototype = (prototype: object) =>
  Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf')

/**
 * Checks that a value is an object literal with own, known members. Inherited and hidden members would be lost when
 * the object is copied, and a lost condition admits everyone.
 * @throws {TypeError} that names what was found
 */
export function checkPlainObject(what: string, value: unknown, known: readonly string[]): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TypeError(`${what} must be a plain object, found ${describe(value)}`)
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== null && !isRootPrototype(prototype))
    throw new TypeError(`${what} must be a plain object: inherited members do not count`)
  for (const name of Reflect.ownKeys(value)) {
    if (typeof name !== 'string' || !known.includes(name))
      throw new TypeError(`${what}: unknown member "${String(name)}"; known: ${known.join(', ')}`)
    if (!Object.getOwnPropertyDescriptor(value, name)?.enumerable)
      throw new TypeError(`${what}: "${name}" must be an ordinary, enumerable member`)
  }
}

/**
 * The object of a call that may leave it out. One that is given as `undefined` stays that, and is refused by the checks:
 * a requirement from a misspelt constant must not admit everyone.
 */
export const givenObject = (given: readonly unknown[]): object => (given.length === 0 ? {} : (given[0] as object))
