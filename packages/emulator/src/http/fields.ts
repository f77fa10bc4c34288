import { type FieldErrors, invalidFields, rejectInvalid } from '../domain/project/service-error.js'
import { isUuid } from '../values/ids.js'
import { isObject, type JsonObject } from '../values/json.js'

/**
 * Reads typed fields of a request and collects the errors; `check` throws them together. An explicit null counts as
 * absent, since some official SDKs send one for every unset field.
 */
export interface Fields {
  text(name: string): string | undefined
  requiredText(name: string): string
  id(name: string): string | undefined
  requiredId(name: string): string
  flag(name: string): boolean | undefined
  requiredFlag(name: string): boolean
  integer(name: string, range?: Range): number | undefined
  requiredInteger(name: string, range?: Range): number
  number(name: string): number | undefined
  object(name: string): JsonObject | undefined
  texts(name: string): readonly string[] | undefined
  textMap(name: string): Readonly<Record<string, string>> | undefined
  textOrObject(name: string): string | JsonObject | undefined
  oneOf<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined
  requiredOneOf<Choice extends string>(name: string, choices: readonly [Choice, ...Choice[]]): Choice
  fail(name: string, message: string): void
  /** @throws {ServiceError} `invalid_fields` */
  check(): void
}

interface Range {
  readonly min?: number
  readonly max?: number
}

/** @throws {ServiceError} `invalid_fields` when the body is not a JSON object */
export function bodyFields(body: unknown): Fields {
  if (!isObject(body)) throw invalidFields({ body: ['Must be a JSON object.'] })
  return createFields((name) => (Object.hasOwn(body, name) ? body[name] : undefined))
}

/** Parses numbers and booleans, since a query string has only text. */
export function queryFields(query: URLSearchParams): Fields {
  const spelled = (text: string | null): unknown => {
    if (text === 'true') return true
    if (text === 'false') return false
    return text
  }
  const fields = createFields((name) => query.get(name) ?? undefined)
  const typed = createFields((name) => spelled(query.get(name)) ?? undefined)
  const numeric = createFields((name) => (query.has(name) ? toNumber(query.get(name) ?? '') : undefined))
  const check = (): void => rejectInvalid({ ...fields.errors, ...typed.errors, ...numeric.errors })
  const { flag, requiredFlag } = typed
  const { integer, requiredInteger, number } = numeric
  return { ...fields, flag, requiredFlag, integer, requiredInteger, number, check }
}

const toNumber = (text: string): number | string => (/^-?\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : text)

function createFields(read: (name: string) => unknown): Fields & { readonly errors: FieldErrors } {
  const errors: Record<string, string[]> = {}
  const fail = (name: string, message: string): undefined => {
    errors[name] = [message]
  }
  function typed<Value>(name: string, expected: string, is: (value: unknown) => value is Value): Value | undefined {
    const value = read(name)
    if (value === undefined || value === null) return undefined
    return is(value) ? value : fail(name, `Must be ${expected}.`)
  }
  function required<Value>(name: string, value: Value | undefined, fallback: Value): Value {
    if (value === undefined && !errors[name]) fail(name, 'This field is required.')
    return value ?? fallback
  }
  const fields: Fields = {
    text: (name) => typed(name, 'a string', isText),
    requiredText: (name) => required(name, fields.text(name), ''),
    id: (name) => typed(name, 'a UUID', isId)?.toLowerCase(),
    requiredId: (name) => required(name, fields.id(name), ''),
    flag: (name) => typed(name, 'true or false', isFlag),
    requiredFlag: (name) => required(name, fields.flag(name), false),
    integer(name, { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = {}) {
      const value = typed(name, 'a whole number', isInteger)
      if (value === undefined || (value >= min && value <= max)) return value
      return fail(
        name,
        max === Number.MAX_SAFE_INTEGER ? `Must be at least ${min}.` : `Must be between ${min} and ${max}.`,
      )
    },
    requiredInteger: (name, range) => required(name, fields.integer(name, range), 0),
    number: (name) => typed(name, 'a number', isNumber),
    object: (name) => typed(name, 'an object', (value): value is JsonObject => isObject(value)),
    texts: (name) => typed(name, 'a list of strings', isTexts),
    textMap: (name) => typed(name, 'an object of strings', isTextMap),
    textOrObject: (name) =>
      typed(name, 'a string or an object', (value): value is string | JsonObject => isText(value) || isObject(value)),
    oneOf: <Choice extends string>(name: string, choices: readonly Choice[]) =>
      typed(name, `one of ${choices.join(', ')}`, (value): value is Choice =>
        choices.some((choice) => choice === value),
      ),
    requiredOneOf: (name, choices) => required(name, fields.oneOf(name, choices), choices[0]),
    fail,
    check: () => rejectInvalid(errors),
  }
  return { ...fields, errors }
}

const isText = (value: unknown): value is string => typeof value === 'string'
const isId = (value: unknown): value is string => isText(value) && isUuid(value.toLowerCase())
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean'
const isInteger = (value: unknown): value is number => Number.isSafeInteger(value)
const isNumber = (value: unknown): value is number => typeof value === 'number'
const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText)
const isTextMap = (value: unknown): value is Record<string, string> =>
  isObject(value) && Object.values(value).every(isText)
