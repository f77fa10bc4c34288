import type { PropertyDefinition } from '../domain/project/user-properties.js'
import { rejectProblems } from '../domain/self-service/action-error.js'
import { isGiven, isRequired } from '../domain/self-service/own-properties.js'
import { propertyOf, valueProblem } from '../domain/users/property-rules.js'
import type { Json, JsonObject } from '../values/json.js'
import { formText } from './html/form.js'
import type { Html } from './html/page.js'
import { propertyField } from './html/property-field.js'

type Form = Readonly<Record<string, unknown>>

/** The name of a property's field. Apart from other fields, because a property can have any name. */
export const propertyFieldName = ({ name }: PropertyDefinition): string => `property:${name}`

export interface PropertyForm {
  readonly definitions: readonly PropertyDefinition[]
  /** When the user was created, in Unix seconds. */
  readonly createdAt: number
}

/** @throws {ActionError} `invalid_request_fields` with the names of the fields */
export function readProperties({ definitions, createdAt }: PropertyForm, form: Form): JsonObject {
  const entered = definitions.map((definition) => ({ definition, ...readProperty(definition, form) }))
  const problems = entered.flatMap(({ definition, value, problem }) => {
    const isLeftOut = isRequired(definition, createdAt) && !isGiven(definition, value)
    const message = problem ?? (isLeftOut ? 'This field is required.' : valueProblem(definition, value))
    return message === undefined ? [] : [[propertyFieldName(definition), message] as const]
  })
  rejectProblems(Object.fromEntries(problems))
  return Object.fromEntries(entered.map(({ definition, value }) => [definition.name, value]))
}

interface Entered {
  readonly value: Json
  readonly problem?: string
}

function readProperty(definition: PropertyDefinition, form: Form): Entered {
  const text = formText(form, propertyFieldName(definition))
  switch (definition.type) {
    case 'Checkbox':
    case 'Toggle':
    case 'Tos':
      return { value: text === '' ? withoutTick(definition) : true }
    case 'Json':
      return text.trim() === '' ? { value: null } : parseEntered(text)
    case 'Integer':
      // Another text has no value of the type, and `valueProblem` says so.
      return { value: /^\s*-?\d+\s*$/.test(text) ? Number(text) : text === '' ? null : text }
    default:
      return { value: text === '' ? null : text.replaceAll('\r\n', '\n') }
  }
}

/** What can be set only once, and need not be, stays open. */
const withoutTick = ({ type, writable, required }: PropertyDefinition): Json =>
  type === 'Tos' || (writable === 'WriteIfUnset' && !required) ? null : false

function parseEntered(text: string): Entered {
  try {
    return { value: JSON.parse(text) as Json }
  } catch {
    return { value: text, problem: 'Must be JSON.' }
  }
}

export interface ShownProperties extends PropertyForm {
  readonly present: JsonObject
  /** What was entered, if it was refused. */
  readonly form?: Form | undefined
  readonly errorOf: (field: string) => string | undefined
}

/** The fields of these properties, with what the user has or has entered. */
export function propertyFields({ definitions, createdAt, present, form, errorOf }: ShownProperties): Html[] {
  return definitions.map((definition, index) => {
    const name = propertyFieldName(definition)
    return propertyField({
      definition,
      name,
      id: `property-${index}`,
      value: form ? formText(form, name) : enteredText(definition, propertyOf(present, definition.name)),
      required: isRequired(definition, createdAt),
      error: errorOf(name),
    })
  })
}

/** A value as it is entered. */
export function enteredText({ type }: PropertyDefinition, value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'boolean' && type !== 'Json') return value ? 'on' : ''
  return typeof value === 'string' && type !== 'Json' ? value : JSON.stringify(value, null, 2)
}
