import type { PropertyDefinition } from '../domain/project/user-properties.js'
import { rejectProblems } from '../domain/self-service/action-error.js'
import { isGiven, isRequired } from '../domain/self-service/own-properties.js'
import { propertyOf, valueProblem } from '../domain/users/property-rules.js'
import type { Json, JsonObject } from '../values/json.js'
import { formText } from './html/form.js'
import type { Html } from './html/page.js'
import { propertyField } from './html/property-field.js'

type Form = Readonly<Record<string, unknown>>

/** The name of a property's field. Encoded, because a property can have any name, and forms change line breaks and `[]`. */
export const propertyFieldName = ({ name }: PropertyDefinition): string =>
  `property:${encodeURIComponent(JSON.stringify(name).slice(1, -1))}`

export interface PropertyForm {
  readonly definitions: readonly PropertyDefinition[]
  /** When the user was created, in Unix seconds. */
  readonly createdAt: number
  /** What the user has. */
  readonly present: JsonObject
}

/** @throws {ActionError} `invalid_request_fields` with the names of the fields */
export function readProperties({ definitions, createdAt, present }: PropertyForm, form: Form): JsonObject {
  const entered = definitions.map((definition) => {
    const text = formText(form, propertyFieldName(definition)).replaceAll('\r\n', '\n')
    return { definition, ...readProperty(definition, text, propertyOf(present, definition.name)) }
  })
  const problems = entered.flatMap(({ definition, value, problem }) => {
    const isLeftOut = isRequired(definition, createdAt) && !isGiven(definition, value)
    const message = problem ?? (isLeftOut ? 'This field is required.' : undefined)
    return message === undefined ? [] : [[propertyFieldName(definition), message] as const]
  })
  rejectProblems(Object.fromEntries(problems))
  return Object.fromEntries(entered.map(({ definition, value }) => [definition.name, value]))
}

interface Entered {
  readonly value: Json
  readonly problem?: string | undefined
}

/** A field that was left as it was keeps what is stored: it may show less, or nothing. */
function readProperty(definition: PropertyDefinition, text: string, stored: Json | undefined): Entered {
  if (stored !== undefined && stored !== null && text === shownText(definition, stored)) return { value: stored }
  const entered = readEntered(definition, text)
  return { problem: valueProblem(definition, entered.value), ...entered }
}

function readEntered(definition: PropertyDefinition, text: string): Entered {
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
      return { value: text === '' ? null : text }
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
      value: form ? formText(form, name) : shownText(definition, propertyOf(present, definition.name)),
      required: isRequired(definition, createdAt),
      error: errorOf(name),
    })
  })
}

/** What browsers show of a value in its field, and send if it stays. */
function shownText(definition: PropertyDefinition, value: Json | undefined): string {
  const text = enteredText(definition, value)
  switch (definition.type) {
    case 'Checkbox':
    case 'Toggle':
    case 'Tos':
      return value === true ? text : ''
    case 'Date':
    case 'Enum':
    case 'Integer':
      if (valueProblem(definition, value ?? null) !== undefined) return ''
      // A date field has no time.
      return definition.type === 'Date' ? text.slice(0, 10) : text
    case 'Json':
    case 'LongText':
      return text.replace(/\r\n?/g, '\n')
    case 'Url':
      return text.replace(/[\r\n]/g, '').trim()
    default:
      return text.replace(/[\r\n]/g, '')
  }
}

/** A value as it is entered. */
export function enteredText({ type }: PropertyDefinition, value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'boolean' && type !== 'Json') return value ? 'on' : ''
  return typeof value === 'string' && type !== 'Json' ? value : JSON.stringify(value, null, 2)
}
