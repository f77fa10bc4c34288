/** What a value must be, in code and in words. */
export type Form = readonly [is: (value: never) => unknown, expected: string]

/** @throws {TypeError} that says what was expected and found; only the type of what was found, which may be a secret */
export function check(what: string, value: unknown, [is, expected]: Form): void {
  if (!is(value as never)) throw new TypeError(`${what} must be ${expected}, found ${typeof value}`)
}

export const callable: Form = [(value: unknown) => typeof value === 'function', 'a function']
