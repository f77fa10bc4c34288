import { aText, checkForm, type Form, isText } from '../checks/forms.js'
import { checkPlainObject } from '../checks/plain-object.js'

/**
 * What a member of an org must be or may do. All conditions must hold; an empty requirement asks for membership, and
 * an empty list of permissions is met by every member.
 * Unknown members and `undefined`, empty or non-string values are a `TypeError`, since a misspelt constant must not
 * admit everyone.
 */
export interface Requirement<Role extends string = string, Permission extends string = string> {
  /** The role or one above it; in a multi-role project, one of the user's roles. */
  readonly minimumRole?: Role
  /** The role itself; in a multi-role project, one of the user's roles. */
  readonly exactRole?: Role
  readonly permission?: Permission
  /** All of them. */
  readonly permissions?: readonly Permission[]
}

/** The roles and permissions of the project, where they are known. */
export interface KnownNames {
  readonly roles?: readonly string[] | undefined
  readonly permissions?: readonly string[] | undefined
}

const isNames = (value: unknown) => Array.isArray(value) && value.every(isText)

/** The list of the project that each condition names members of, and its form. */
const conditions = {
  minimumRole: ['roles', aText],
  exactRole: ['roles', aText],
  permission: ['permissions', aText],
  permissions: ['permissions', [isNames, 'a list of non-empty strings']],
} as const satisfies Record<keyof Requirement, readonly [keyof KnownNames, Form]>

/** The name of every condition. */
export const conditionNames = /* @__PURE__ */ Object.keys(conditions) as (keyof typeof conditions)[]

function checkKnown(condition: string, value: string | readonly string[], known: readonly string[] | undefined) {
  const unknown = known && [value].flat().find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw new TypeError(
      `The requirement ${condition} names "${unknown}", not in the list of createPropelAuth: ${known?.join(', ')}`,
    )
}

/** @throws {TypeError} for a role or permission that the project does not have */
export function checkKnownNames(requirement: Requirement, known: KnownNames): void {
  for (const name of conditionNames) {
    const value = requirement[name]
    if (value !== undefined) checkKnown(name, value, known[conditions[name][0]])
  }
}

/** By index: a list may have an iterator of its own. The copy has no holes, over which `every` would pass. */
const copyList = <T>(list: readonly T[]): T[] => Array.from({ length: list.length }, (_, at) => list[at] as T)

/** A copy: later changes of the list must not change a guard. */
const copyOf = <Role extends string, Permission extends string>(
  requirement: Requirement<Role, Permission>,
): Requirement<Role, Permission> => {
  const { permissions } = requirement
  return Array.isArray(permissions) ? { ...requirement, permissions: copyList(permissions) } : { ...requirement }
}

/**
 * A checked copy of a requirement.
 * @throws {TypeError} for a member that is unknown, undefined, empty or not a string, and for a role or permission
 * that the project does not have
 */
export function readRequirement<Role extends string, Permission extends string>(
  requirement: Requirement<Role, Permission>,
  known: KnownNames = {},
): Requirement<Role, Permission> {
  checkPlainObject('A requirement', requirement, conditionNames)
  const copy = copyOf(requirement)
  for (const name of conditionNames)
    if (name in copy) checkForm(`The requirement ${name}`, copy[name], conditions[name][1])
  checkKnownNames(copy, known)
  return copy
}
