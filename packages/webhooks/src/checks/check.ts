/** What a value must be, in code and in words. */
export type Form = readonly [is: (value: never) => unknown, expected: string]

/** @throws {TypeError} that says what was expected and found; only the type of what was found, which may be a secret */
export function check(what: string, value: unknown, [is, expected]: Form): void {
  if (!is(value as never)) throw new TypeError(`${what} must be ${expected}, found ${typeof value}`)
}

export const isFunction = (value: unknown): boolean => typeof value === 'function'

export const callable: Form = [isFunction, 'a function']

/** An object literal or a module: the members that a list, a `Map`, a function or a prototype has are not copied. */
export const plain: Form = [
  (value: unknown) => !Object.getPrototypeOf(Object.getPrototypeOf(value) ?? Object.prototype),
  'a plain object',
]
