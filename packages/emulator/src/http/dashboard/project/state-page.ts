import type { Context } from 'hono'
import { html } from 'hono/html'
import { searchOrgs } from '../../../domain/orgs/org-queries.js'
import type { SnapshotInfo } from '../../../domain/project/named-snapshots.js'
import type { Project } from '../../../domain/project/project.js'
import { invalidFields } from '../../../domain/project/service-error.js'
import { searchUsers } from '../../../domain/users/user-queries.js'
import { SeedError } from '../../../seed/values/seed-error.js'
import type { ControlPorts } from '../../control/control-request.js'
import { sameByHttp } from '../../control/same-call.js'
import { type Html, page } from '../../html/page.js'
import { section } from '../../html/section.js'
import { buttonForm } from '../parts/inputs.js'
import { message, statusOf } from '../parts/messages.js'
import type { Form, Refused, ToolPage } from '../parts/tool-page.js'
import { snapshotActions, snapshotSection } from './snapshot-section.js'

const TARGET = '/_emulator/state'

const FILE = 'propelauth.seed.json'

const DONE = {
  reset: 'The state is that of the seed again.',
  empty: 'The project is empty.',
  load: 'The state is that of the file.',
  save: 'The snapshot was saved.',
  restore: 'The state is that of the snapshot.',
  remove: 'The snapshot was removed.',
}

type StatePorts = Pick<ControlPorts, 'reset' | 'snapshots'>

/** Snapshots, export to a seed file, reset, and a start from another file. */
export const statePage = (project: Project, { reset, snapshots }: StatePorts): ToolPage => ({
  path: TARGET,
  render: (c, refused) => renderState(project, snapshots.list(), c, refused),
  actions: {
    reset: () => done(() => reset({})),
    empty: () => done(() => reset({ empty: true })),
    load: (form) => loadFile(form, reset),
    ...snapshotActions(snapshots),
  },
})

/** Shows the page again afterwards. */
function done(act: () => void): undefined {
  act()
}

async function loadFile(form: Form, reset: StatePorts['reset']): Promise<undefined> {
  const { file } = form
  if (!(file instanceof File) || file.size === 0) throw invalidFields({ file: ['Choose a seed file.'] })
  const text = await file.text()
  // The parser of YAML takes longer to load than the rest of the emulator.
  const { parseSeed } = await import('../../../seed/check/parse-seed.js')
  try {
    reset({ seed: parseSeed(text, file.name) })
  } catch (error) {
    if (error instanceof SeedError) throw invalidFields({ file: error.problems })
    throw error
  }
}

function renderState(project: Project, saved: readonly SnapshotInfo[], c: Context, refused: Refused | undefined) {
  const one = { size: 1, number: 0, order: 'CREATED_AT_ASC' } as const
  return page(
    c,
    { title: 'State', tool: true, status: statusOf(refused) },
    html`<h1>State</h1>
${message(c, refused, DONE)}
${section('snapshots', `Snapshots (${saved.length})`, snapshotSection(project, saved, refused))}
${section(
  'export',
  'Export',
  html`<p>${searchUsers(project, one).total} users and ${searchOrgs(project, one).total} organizations, with settings, roles, keys and clients. Sessions, links and messages are not in it. It is a seed file: <code>--seed FILE</code> starts with it.</p>
<p><a href="/_emulator/seed" download="${FILE}">Download as a seed file</a></p>
${sameByHttp(project, 'export', { method: 'GET', path: '/_emulator/seed' }, ['export', FILE])}`,
)}
${section('reset', 'Reset', resetForms(project))}
${section('load', 'Start from a file', loadForm(project))}`,
  )
}

const resetForms = (
  project: Project,
): Html => html`<p>Users, organizations, sessions, messages, settings, faults and the clock go back to the start. The keys stay, so apps need no other environment.</p>
<details>
<summary>Reset</summary>
<div class="actions">
${buttonForm({ target: TARGET, action: 'reset', label: 'Back to the seed', name: 'reset', danger: true })}
${buttonForm({ target: TARGET, action: 'empty', label: 'Empty the project', name: 'reset', danger: true })}
</div>
</details>
${sameByHttp(
  project,
  'reset',
  { method: 'POST', path: '/_emulator/reset' },
  { method: 'POST', path: '/_emulator/reset', body: { empty: true } },
  ['reset'],
  ['reset', '--empty'],
)}`

const loadForm = (project: Project): Html => html`<form method="post" action="${TARGET}" enctype="multipart/form-data">
<input type="hidden" name="action" value="load">
<label for="file">Seed file or export, YAML or JSON, up to 1 MB</label>
<input id="file" name="file" type="file" required>
<p class="hint">It replaces the state until the next reset.</p>
<button type="submit">Start from this file</button>
</form>
${sameByHttp(project, 'start from a file', { method: 'POST', path: '/_emulator/reset', body: { seed: { users: [] } } }, ['import', FILE])}`
