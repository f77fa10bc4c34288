import type { Json, JsonObject } from '../../values/json.js'
import type { Settings } from '../project/setting-values.js'
import { definedProperties, type PropertyDefinition } from '../project/user-properties.js'

/** Property to what is wrong with it. */
export type PropertyProblems = Readonly<Record<string, string>>

/** Null or undefined: the user has no value. */
export const propertyOf = (properties: JsonObject, name: string): Json | undefined =>
  Object.hasOwn(properties, name) ? properties[name] : undefined

const isSame = (a: Json | undefined, b: Json | undefined): boolean =>
  JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

/** The properties with another value than the user has. */
export const changedProperties = (properties: JsonObject, present: JsonObject): readonly (readonly [string, Json])[] =>
  Object.entries(properties).filter(([name, value]) => !isSame(value, propertyOf(present, name)))

/** What the project does not allow. Values that the user has already stay. */
export function propertyProblems(settings: Settings, properties: JsonObject, present: JsonObject): PropertyProblems {
  const defined = definedProperties(settings)
  if (defined === undefined || settings.user_property_checks === 'off') return {}
  const byName = new Map(defined.map((definition) => [definition.name, definition]))
  const problems = changedProperties(properties, present).flatMap(([name, value]) => {
    const definition = byName.get(name)
    const problem = definition ? valueProblem(definition, value) : 'Is not enabled in the user schema.'
    return problem === undefined ? [] : [[name, problem] as const]
  })
  return Object.fromEntries(problems)
}

/** What is wrong with a value of this property. Null is no value. */
export function valueProblem({ type, choices }: PropertyDefinition, value: Json): string | undefined {
  if (value === null) return undefined
  switch (type) {
    case 'Checkbox':
    case 'Toggle':
    case 'Tos':
      return typeof value === 'boolean' ? undefined : 'Must be true or false.'
    case 'Date':
      return isText(value, isDay) ? undefined : 'Must be a date as YYYY-MM-DD.'
    case 'Enum':
      return isText(value, (text) => choices.includes(text)) ? undefined : `Must be one of ${choices.join(', ')}.`
    case 'Integer':
      return Number.isSafeInteger(value) ? undefined : 'Must be a whole number.'
    case 'Json':
      return undefined
    case 'LongText':
    case 'Text':
    case 'PhoneNumber':
      return typeof value === 'string' ? undefined : 'Must be a text.'
    case 'Url':
      return isText(value, isWebUrl) ? undefined : 'Must be a URL that begins with http:// or https://.'
  }
}

const isText = (value: Json, is: (text: string) => boolean): boolean => typeof value === 'string' && is(value)

/** Also with a time behind the day. */
const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d(T|$)/.test(text) && !Number.isNaN(Date.parse(text))

const isWebUrl = (text: string): boolean => /^https?:\/\//i.test(text) && URL.canParse(text)
