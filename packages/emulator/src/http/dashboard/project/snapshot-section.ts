import { html } from 'hono/html'
import type { SnapshotInfo, Snapshots } from '../../../domain/project/named-snapshots.js'
import type { Project } from '../../../domain/project/project.js'
import { sameByHttp } from '../../control/same-call.js'
import { formText } from '../../html/form.js'
import type { Html } from '../../html/page.js'
import { timeOf } from '../../html/time.js'
import { isTicked } from '../parts/form-values.js'
import { buttonForm, checkbox, formView, input } from '../parts/inputs.js'
import type { Action, Form, Refused } from '../parts/tool-page.js'

const TARGET = '/_emulator/state'

const PATH = '/_emulator/snapshots'

/** A name for the calls and commands that are shown. */
const EXAMPLE = 'before-login'

/** The forms of the section. */
export function snapshotActions(snapshots: Snapshots): Readonly<Record<'save' | 'restore' | 'remove', Action>> {
  const nameOf = (form: Form): string => formText(form, 'name').trim()
  return {
    save: (form) => {
      snapshots.save(nameOf(form), { replace: isTicked(form, 'replace') })
      return undefined
    },
    restore: (form) => {
      snapshots.restore(nameOf(form))
      return undefined
    },
    remove: (form) => {
      snapshots.remove(nameOf(form))
      return undefined
    },
  }
}

/** The snapshots by name, and a form that saves one. */
export const snapshotSection = (
  project: Project,
  saved: readonly SnapshotInfo[],
  refused: Refused | undefined,
): Html => html`<p>A snapshot is the whole state under a name, with sessions, links, messages and the clock. It stays over a restart and a reset.</p>
${saved.length === 0 ? html`<p>No snapshots yet.</p>` : snapshotTable(saved)}
${saveForm(refused)}
${sameByHttp(
  project,
  'save, list, restore and remove snapshots',
  { method: 'POST', path: PATH, body: { name: EXAMPLE } },
  { method: 'GET', path: PATH },
  { method: 'POST', path: `${PATH}/${EXAMPLE}/restore` },
  { method: 'DELETE', path: `${PATH}/${EXAMPLE}` },
  ['snapshot', 'save', EXAMPLE],
  ['snapshot'],
  ['snapshot', 'restore', EXAMPLE],
  ['snapshot', 'remove', EXAMPLE],
)}`

const snapshotTable = (saved: readonly SnapshotInfo[]): Html => html`<table class="list">
<thead><tr><th scope="col">Name</th><th scope="col">Saved</th><th scope="col">Content</th><th scope="col">Actions</th></tr></thead>
<tbody>${saved.map(snapshotRow)}</tbody>
</table>`

function snapshotRow({ name, saved, users, orgs }: SnapshotInfo): Html {
  const button = (action: string, label: string): Html =>
    buttonForm({ target: TARGET, action, label, fields: { name }, name: `snapshot ${name}` })
  return html`<tr>
<th scope="row">${name}</th>
<td data-label="Saved">${timeOf(saved)}</td>
<td data-label="Content">${users} users, ${orgs} organizations</td>
<td><div class="actions">${button('restore', 'Restore')}${button('remove', 'Remove')}</div></td>
</tr>
`
}

function saveForm(refused: Refused | undefined): Html {
  const view = formView(refused, 'save')
  return html`<form method="post" action="${TARGET}">
<input type="hidden" name="action" value="save">
${input({ name: 'name', id: 'snapshot-name', label: 'Name of a new snapshot', required: true, value: view.value('name'), invalid: view.isInvalid('name'), hint: 'Letters, digits, dots, underscores and hyphens.' })}
${checkbox('replace', 'Replace a snapshot of this name', view.checked('replace', false))}
<button type="submit">Save</button>
</form>`
}
