import type { Context } from 'hono'
import { html } from 'hono/html'
import type { Project } from '../../domain/project/project.js'
import type { Settings } from '../../domain/project/setting-values.js'
import { readSettings } from '../../domain/project/settings.js'
import { hasNames, type PropertyDefinition, usernameLabel } from '../../domain/project/user-properties.js'
import type { ActionError } from '../../domain/self-service/action-error.js'
import { updateOwnProfile } from '../../domain/self-service/own-account.js'
import { accountProperties, canSet, presentProperties } from '../../domain/self-service/own-properties.js'
import { propertyOf } from '../../domain/users/property-rules.js'
import type { User } from '../../domain/users/user-lookup.js'
import { field } from '../html/field.js'
import { formText } from '../html/form.js'
import type { Html } from '../html/page.js'
import { ownPath } from '../own-address.js'
import { enteredText, propertyFieldName, propertyFields, readProperties } from '../property-form.js'
import { fieldProblem } from './problem.js'

export type Form = Readonly<Record<string, unknown>>

/** A form that was refused. */
export interface Refused {
  readonly form: Form
  readonly problem: ActionError
}

/** @throws {ActionError} `invalid_request_fields` */
export function saveProfile(project: Project, user: User, form: Form): void {
  const settings = readSettings(project)
  const username = formText(form, 'username')
  const owner = { createdAt: user.created_at, present: presentProperties(user) }
  updateOwnProfile(project, user, {
    ...(hasNames(settings) ? { first_name: formText(form, 'first_name'), last_name: formText(form, 'last_name') } : {}),
    ...(usernameLabel(settings) !== undefined && username !== '' ? { username } : {}),
    properties: readProperties({ definitions: ownProperties(settings, user), ...owner }, form),
  })
}

/** The properties of the page that the user can set. */
const ownProperties = (settings: Settings, user: User): readonly PropertyDefinition[] =>
  accountProperties(settings).filter((definition) => isOwn(user, definition))

const isOwn = (user: User, definition: PropertyDefinition): boolean => canSet(definition, storedValue(user, definition))

const storedValue = (user: User, { name }: PropertyDefinition) => propertyOf(presentProperties(user), name)

/** The fields at which the form shows its problems. */
export const profileFields = (project: Project, user: User): readonly string[] => [
  'first_name',
  'last_name',
  'username',
  ...ownProperties(readSettings(project), user).map(propertyFieldName),
]

export function profileForm(project: Project, c: Context, user: User, refused: Refused | undefined): Html {
  const settings = readSettings(project)
  const definitions = ownProperties(settings, user)
  const fixed = accountProperties(settings).filter((definition) => !isOwn(user, definition))
  const named = nameFields(settings, user, refused)
  const fields = propertyFields({
    definitions,
    createdAt: user.created_at,
    present: presentProperties(user),
    form: refused && profileWasEntered(refused, definitions) ? refused.form : undefined,
    errorOf: (name) => fieldProblem(refused?.problem, name),
  })
  if (named.length + fields.length + fixed.length === 0)
    return html`<p class="soft">This project has no names and no usernames.</p>`
  const form = html`<form method="post" action="${ownPath(c, '/account/profile')}">
${named}
${fields}
<button type="submit">Save the profile</button>
</form>
`
  return html`${named.length + fields.length === 0 ? '' : form}${fixedList(user, fixed)}`
}

/** Whether the form was the one of the profile. Without a tick, a form does not have the field of a box. */
const profileWasEntered = ({ form }: Refused, definitions: readonly PropertyDefinition[]): boolean =>
  Object.hasOwn(form, 'first_name') ||
  Object.hasOwn(form, 'username') ||
  definitions.some((definition) => Object.hasOwn(form, propertyFieldName(definition)))

type NameField = 'first_name' | 'last_name' | 'username'

function nameFields(settings: Settings, user: User, refused: Refused | undefined): Html[] {
  const username = usernameLabel(settings)
  const fields: (readonly [NameField, string, string])[] = [
    ...(hasNames(settings)
      ? ([
          ['first_name', 'First name', 'given-name'],
          ['last_name', 'Last name', 'family-name'],
        ] as const)
      : []),
    ...(username === undefined ? [] : [['username', username, 'username'] as const]),
  ]
  return fields.map(([name, label, autocomplete]) => {
    const value = refused && Object.hasOwn(refused.form, name) ? formText(refused.form, name) : (user[name] ?? '')
    const attributes = html`autocomplete="${autocomplete}" value="${value}"`
    return field({ name, label, attributes, error: fieldProblem(refused?.problem, name) })
  })
}

/** What the user sees and cannot change. */
function fixedList(user: User, definitions: readonly PropertyDefinition[]): Html | string {
  if (definitions.length === 0) return ''
  return html`<dl>${definitions.map(
    (definition) => html`<dt>${definition.displayName}</dt>
<dd>${shownValue(user, definition)}</dd>
`,
  )}</dl>
`
}

function shownValue(user: User, definition: PropertyDefinition): string {
  const value = storedValue(user, definition)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return enteredText(definition, value) || 'none'
}
