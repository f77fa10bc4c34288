import { type Json, type JsonObject, parseObject } from '../../values/json.js'
import type { Project } from '../project/project.js'
import type { Settings } from '../project/setting-values.js'
import { readSettings } from '../project/settings.js'
import { definedProperties, type PropertyDefinition } from '../project/user-properties.js'
import { changedProperties, type PropertyProblems, propertyOf, propertyProblems } from '../users/property-rules.js'
import type { User } from '../users/user-lookup.js'

export const presentProperties = ({ properties }: User): JsonObject =>
  properties === null ? {} : parseObject(properties)

/** Whether users may set the property themselves, with the value that it has. */
export const canSet = ({ writable }: PropertyDefinition, value: Json | undefined): boolean =>
  writable === 'Write' || (writable === 'WriteIfUnset' && !hasValue(value))

export const hasValue = (value: Json | undefined): boolean => value !== undefined && value !== null && value !== ''

/** Whether the property is required of a user who was created then (Unix seconds). */
export const isRequired = ({ required, requiredBy }: PropertyDefinition, createdAt: number): boolean =>
  required && createdAt >= requiredBy

/** Whether a value that is required is there. The terms must be accepted. */
export const isGiven = ({ type }: PropertyDefinition, value: Json | undefined): boolean =>
  type === 'Tos' ? value === true : hasValue(value)

/** What a sign-up asks for. */
export const signupProperties = (settings: Settings): readonly PropertyDefinition[] =>
  (definedProperties(settings) ?? []).filter(({ onSignup, writable }) => onSignup && writable !== 'Read')

/** What the page of the account shows. */
export const accountProperties = (settings: Settings): readonly PropertyDefinition[] =>
  (definedProperties(settings) ?? []).filter(({ inAccount }) => inAccount)

/** What the user has to give before the login is complete. What users cannot set is not asked for. */
export function missingProperties(project: Project, user: User): readonly PropertyDefinition[] {
  const present = presentProperties(user)
  return (definedProperties(readSettings(project)) ?? []).filter((definition) => {
    const value = propertyOf(present, definition.name)
    return isRequired(definition, user.created_at) && definition.writable !== 'Read' && !isGiven(definition, value)
  })
}

/** The properties that a user has, and since when the user exists (Unix seconds). */
export interface PropertyOwner {
  readonly present: JsonObject
  readonly createdAt: number
}

/** What a user may not set, or not to this value. */
export function ownPropertyProblems(
  settings: Settings,
  properties: JsonObject,
  { present, createdAt }: PropertyOwner,
): PropertyProblems {
  const byName = new Map((definedProperties(settings) ?? []).map((definition) => [definition.name, definition]))
  const refused = changedProperties(properties, present).flatMap(([name, value]): [string, string][] => {
    const definition = byName.get(name)
    if (!definition) return []
    if (!canSet(definition, propertyOf(present, name))) return [[name, 'Cannot be changed.']]
    const isTaken = isRequired(definition, createdAt) && !isGiven(definition, value)
    return isTaken ? [[name, 'This field is required.']] : []
  })
  return { ...propertyProblems(settings, properties, present), ...Object.fromEntries(refused) }
}
