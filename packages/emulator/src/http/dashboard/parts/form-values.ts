import { invalidFields, ServiceError } from '../../../domain/project/service-error.js'
import { isObject, type JsonObject } from '../../../values/json.js'
import { parseJson } from '../../body.js'
import { formText } from '../../html/form.js'
import type { Form } from './tool-page.js'

/** Without surrounding white space. Undefined for an empty field. */
export const optionalText = (form: Form, name: string): string | undefined => formText(form, name).trim() || undefined

/** Whether the box of the field is ticked. */
export const isTicked = (form: Form, name: string): boolean => formText(form, name) !== ''

/** A number of things. Undefined for an empty field. @throws {ServiceError} `invalid_fields` */
export function optionalCount(form: Form, name: string): number | undefined {
  const text = formText(form, name).trim()
  if (text === '') return undefined
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 0) throw invalidFields({ [name]: ['Must be a whole number from 0 on.'] })
  return value
}

/** Undefined for an empty field. @throws {ServiceError} `invalid_fields` */
export function optionalNumber(form: Form, name: string): number | undefined {
  const text = formText(form, name).trim()
  if (text === '') return undefined
  const value = Number(text)
  if (!Number.isFinite(value)) throw invalidFields({ [name]: ['Must be a number.'] })
  return value
}

/** Undefined for an empty field. @throws {ServiceError} `invalid_fields` */
export function optionalObject(form: Form, name: string): JsonObject | undefined {
  const text = formText(form, name).trim()
  if (text === '') return undefined
  const value = jsonOf(name, text)
  if (!isObject(value)) throw invalidFields({ [name]: ['Must be a JSON object.'] })
  return value as JsonObject
}

/** @throws {ServiceError} `invalid_fields`, with the name of the field */
export function jsonOf(name: string, text: string): unknown {
  try {
    return parseJson(text)
  } catch (error) {
    if (error instanceof ServiceError) throw invalidFields({ [name]: Object.values(error.fields).flat() })
    throw error
  }
}

/** The lines of a text area. A comma separates, too. */
export const listOf = (form: Form, name: string): string[] =>
  formText(form, name)
    .split(/[\n,]+/)
    .map((item) => item.trim())
    .filter((item) => item !== '')

/** The values of a field that the form has several times. */
export function valuesOf(form: Form, name: string): readonly string[] {
  const value = Object.hasOwn(form, name) ? form[name] : []
  return [value].flat().filter((item) => typeof item === 'string')
}
