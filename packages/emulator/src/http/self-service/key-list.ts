import { html } from 'hono/html'
import type { ApiKey } from '../../domain/access/api-keys.js'
import type { Project } from '../../domain/project/project.js'
import type { ApiKeyExpiration } from '../../domain/project/self-service-settings.js'
import { readSettings } from '../../domain/project/settings.js'
import type { ActionError } from '../../domain/self-service/action-error.js'
import { defaultExpiration } from '../../domain/self-service/own-api-keys.js'
import { field, options } from '../html/field.js'
import type { Html } from '../html/page.js'
import { section } from '../html/section.js'
import { dateOfSeconds } from '../html/time.js'
import { fieldProblem } from './problem.js'

const LABELS: Readonly<Record<ApiKeyExpiration, string>> = {
  TwoWeeks: 'Two weeks',
  OneMonth: 'One month',
  ThreeMonths: 'Three months',
  SixMonths: 'Six months',
  OneYear: 'One year',
  Never: 'No end',
}

/** A new key, which is shown once. */
export const createdKey = (token: string | undefined): Html | string =>
  token === undefined
    ? ''
    : section(
        'created',
        'The new API key',
        html`<p>Copy it now. It is not shown again.</p>
<code class="secret">${token}</code>`,
      )

/** @param action the path that creates a key */
export function newKeyForm(project: Project, action: string, problem: ActionError | undefined): Html {
  const choices = readSettings(project).api_key_expirations.map((value) => ({ value, label: LABELS[value] }))
  const error = fieldProblem(problem, 'display_name')
  return html`<form method="post" action="${action}">
<div class="columns">
<div>${field({ name: 'display_name', label: 'Name (optional)', attributes: html`autocomplete="off" maxlength="255"`, error })}</div>
<div><label for="expiration">Valid for</label>
<select id="expiration" name="expiration_option">${options(choices, defaultExpiration(project))}</select></div>
</div>
<button type="submit">Create an API key</button>
</form>`
}

/** @param action the path that deletes a key */
export const keyTable = (keys: readonly ApiKey[], action: string): Html =>
  keys.length === 0
    ? html`<p class="soft">There are no API keys.</p>`
    : html`<table class="list">
<thead><tr><th scope="col">Name</th><th scope="col">Id</th><th scope="col">Created</th><th scope="col">Valid until</th><th scope="col">Actions</th></tr></thead>
<tbody>${keys.map((key) => keyRow(key, action))}</tbody>
</table>`

const keyRow = (key: ApiKey, action: string): Html => html`<tr>
<th scope="row">${key.display_name || 'without a name'}</th>
<td data-label="Id"><code>${key.api_key_id}</code></td>
<td data-label="Created">${dateOfSeconds(key.created_at)}</td>
<td data-label="Valid until">${key.expires_at_seconds === null ? 'no end' : dateOfSeconds(key.expires_at_seconds)}</td>
<td><form method="post" action="${action}"><input type="hidden" name="api_key_id" value="${key.api_key_id}"><button type="submit" class="danger" aria-label="Delete ${key.display_name || key.api_key_id}">Delete</button></form></td>
</tr>`
