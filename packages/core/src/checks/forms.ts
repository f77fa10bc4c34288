import { matches } from './matches.js'
import { describe } from './plain-object.js'

/** What an option must be where it is given, in code and in words. */
export type Form = readonly [is: (value: unknown) => boolean, expected: string]

/** @throws {TypeError} that names the option, the form expected and what was found */
export function checkForm(what: string, value: unknown, [is, expected]: Form): void {
  if (!is(value)) throw new TypeError(`${what} must be ${expected}, found ${describe(value)}`)
}

export const isFunction = (value: unknown): boolean => typeof value === 'function'
const isAsync = (value: unknown) => Object.prototype.toString.call(value) === '[object AsyncFunction]'
export const isSynchronous = (value: unknown): boolean => isFunction(value) && !isAsync(value)

export const isText = /* @__PURE__ */ matches(/\S/)

/** A non-empty list, each member of which passes. Not `every` of the list itself, which skips holes. */
export const isListOf = (value: unknown, is: (member: unknown) => boolean): boolean =>
  Array.isArray(value) && value.length > 0 && [...value].every(is)

export const aText: Form = [isText, 'a non-empty string']
export const aFunction: Form = [isFunction, 'a function']
export const aBoolean: Form = [(value) => typeof value === 'boolean', 'true or false']
/** For what is checked where it is read. */
export const checkedLater: Form = [() => true, '']

/* @__NO_SIDE_EFFECTS__ */
export function hasMethods(...names: readonly string[]) {
  return (value: unknown): boolean => names.every((name) => isFunction(Object(value)[name]))
}

/* @__NO_SIDE_EFFECTS__ */
export function aNumber(least: number, most: number): Form {
  return [(value) => typeof value === 'number' && value >= least && value <= most, `${least} to ${most}`]
}
