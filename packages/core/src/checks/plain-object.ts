/** The kind of a value for error messages. Never the value itself: it may be a secret. */
export function describe(value: unknown): string {
  if (value === null) return 'null'
  if (value === '') return 'an empty string'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  if (typeof value === 'object') return 'an object'
  return value === undefined || typeof value === 'boolean' || typeof value === 'number'
    ? String(value)
    : `a ${typeof value}`
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
