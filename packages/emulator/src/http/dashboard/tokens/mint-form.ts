import { html } from 'hono/html'
import { type MintedToken, type MintOptions, mintToken } from '../../../domain/access/mint.js'
import { queryOrgs } from '../../../domain/orgs/org-queries.js'
import type { Project } from '../../../domain/project/project.js'
import { invalidFields } from '../../../domain/project/service-error.js'
import { queryUsers } from '../../../domain/users/user-queries.js'
import { type SameCall, type SameCommand, sameByHttp } from '../../control/same-call.js'
import { formText } from '../../html/form.js'
import { option } from '../../html/option.js'
import type { Html } from '../../html/page.js'
import { optionalObject } from '../parts/form-values.js'
import { input, textArea } from '../parts/inputs.js'
import type { Form } from '../parts/tool-page.js'

/** The form that mints a token, as submitted. */
export interface MintForm {
  readonly user: string
  readonly org: string
  readonly minutes: string
  readonly impersonator: string
  readonly login_method: string
  readonly claims: string
}

const NAMES = ['user', 'org', 'minutes', 'impersonator', 'login_method', 'claims'] as const

/** The fields of a submitted form, or of an address that fills some of them in. */
export const readMintForm = (form: Form): MintForm =>
  Object.fromEntries(NAMES.map((name) => [name, formText(form, name)])) as unknown as MintForm

/** @throws {ServiceError} */
export async function mint(project: Project, form: MintForm): Promise<MintedToken> {
  return mintToken(project, mintOptions(form))
}

function mintOptions(form: MintForm): MintOptions {
  const { user, org, minutes, impersonator } = form
  const method = form.login_method.trim()
  const expiresIn = Math.round(Number(minutes) * 60)
  if (minutes.trim() === '' || !Number.isSafeInteger(expiresIn))
    throw invalidFields({ minutes: ['The minutes must be a number.'] })
  return {
    user,
    org: org || undefined,
    expiresIn,
    impersonator: impersonator.trim() || undefined,
    loginMethod: method === '' ? undefined : { login_method: method },
    claims: optionalObject({ ...form }, 'claims'),
  }
}

/** Above this number, the fields take an id, address or key instead of offering a choice. */
const SELECTABLE = 100

interface Choices {
  readonly name: 'user' | 'org'
  readonly label: string
  readonly selected: string
  readonly first: Html | string
  readonly rows: readonly { readonly value: string; readonly label: string }[]
  readonly total: number
}

/** A choice of all, or a field with suggestions if they are many. */
function chooser({ name, label, selected, first, rows, total }: Choices): Html {
  const options = rows.map((row) => option(row.value, row.label, selected))
  if (total > SELECTABLE)
    return html`<div><label for="${name}">${label} (of ${total}: id${name === 'user' ? ', email' : ''} or key)</label>
<input id="${name}" name="${name}" autocomplete="off" value="${selected}" list="${name}-suggestions">
<datalist id="${name}-suggestions">${options}</datalist></div>`
  return html`<div><label for="${name}">${label}</label>
<select id="${name}" name="${name}">${first}${options}</select></div>`
}

/** @param full with all fields, otherwise those that are needed most */
export function mintForm(project: Project, form: MintForm, target: string, full: boolean): Html {
  const users = queryUsers(project, { size: SELECTABLE, number: 0, order: 'CREATED_AT_ASC' })
  const orgs = queryOrgs(project, { size: SELECTABLE, number: 0, order: 'CREATED_AT_ASC' })
  const userRows = users.rows.map(({ user_id, email }) => ({ value: user_id, label: email }))
  const orgRows = orgs.rows.map(({ org_id, name }) => ({ value: org_id, label: name }))
  const none = option('', 'none', form.org)
  return html`<form method="post" action="${target}">
<input type="hidden" name="action" value="mint">
<div class="columns">
${chooser({ name: 'user', label: 'User', selected: form.user, first: '', rows: userRows, total: users.total })}
${chooser({ name: 'org', label: 'Active organization', selected: form.org, first: none, rows: orgRows, total: orgs.total })}
${input({ name: 'minutes', label: 'Expires in minutes (negative for an expired one)', type: 'number', required: true, value: form.minutes })}
${full ? furtherFields(form) : ''}
</div>
${full ? textArea({ name: 'claims', label: 'Claims that override the real ones (JSON; null removes one)', value: form.claims, rows: 3 }) : ''}
<button type="submit">Mint</button>
</form>
${sameByHttp(project, 'mint a token', sameCall(form), sameCommand(form))}`
}

const furtherFields = ({
  impersonator,
  login_method,
}: MintForm): Html => html`${input({ name: 'impersonator', label: 'Impersonated by the employee (email, id or key)', value: impersonator })}
${input({ name: 'login_method', label: 'Login method, such as password or saml_sso', value: login_method })}`

function sameCommand({ user, org, minutes }: MintForm): SameCommand {
  const seconds = Math.round(Number(minutes) * 60)
  return [
    ...['token', 'mint', '--user', user || 'owner'],
    ...(org === '' ? [] : ['--org', org]),
    ...(Number.isSafeInteger(seconds) ? ['--expires-in', `${seconds}s`] : []),
  ]
}

function sameCall({ user, org, minutes }: MintForm): SameCall {
  const expiresIn = Math.round(Number(minutes) * 60)
  const body = {
    user: user || 'owner',
    ...(org === '' ? {} : { org }),
    ...(Number.isSafeInteger(expiresIn) ? { expiresIn } : {}),
  }
  return { method: 'POST', path: '/_emulator/token', body }
}
