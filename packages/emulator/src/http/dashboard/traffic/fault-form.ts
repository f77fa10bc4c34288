import { html } from 'hono/html'
import type { Project } from '../../../domain/project/project.js'
import { sameByHttp } from '../../control/same-call.js'
import { FAULT_NAMES } from '../../fault-presets.js'
import type { ListedFault } from '../../faults.js'
import type { Html } from '../../html/page.js'
import { ROUTE_GROUP_NAMES } from '../../route-groups.js'
import { buttonForm, checkbox, formView, input, sameChoices, select, textArea } from '../parts/inputs.js'
import type { Refused } from '../parts/tool-page.js'

const TARGET = '/_emulator/faults'

/** The rules that are active. They apply in this order, the first that fits. */
export const ruleTable = (rules: readonly ListedFault[]): Html =>
  rules.length === 0
    ? html`<p>There are none: every request is answered as usual.</p>`
    : html`<table class="list">
<thead><tr><th scope="col">Requests</th><th scope="col">Fault</th><th scope="col">Left</th></tr></thead>
<tbody>${rules.map(ruleRow)}</tbody>
</table>
<div class="actions">${rules.some(({ hold }) => hold) ? buttonForm({ target: TARGET, action: 'release', label: 'Release what waits', name: 'faults' }) : ''}
${buttonForm({ target: TARGET, action: 'clear', label: 'Remove all rules', name: 'faults' })}</div>`

const ruleRow = (rule: ListedFault): Html => html`<tr>
<th scope="row">${[rule.method, rule.group, rule.path].filter((part) => part !== undefined).join(' ')}</th>
<td data-label="Fault">${effect(rule)}</td>
<td data-label="Left">${rule.times ?? 'until removed'}</td>
</tr>
`

const effect = ({ fault, status, delayMs, hold, held, answerOnly, probability }: ListedFault): string =>
  [
    fault,
    status === undefined ? undefined : `status ${status}`,
    delayMs === undefined ? undefined : `after ${delayMs} ms`,
    hold ? `held until released (${held ?? 0} waiting)` : undefined,
    answerOnly ? 'the answer only' : undefined,
    probability === undefined ? undefined : `probability ${probability}`,
  ]
    .filter((part) => part !== undefined)
    .join(', ')

export function faultForm(project: Project, refused: Refused | undefined): Html {
  const view = formView(refused, 'add')
  const text = (name: string, label: string, type: 'text' | 'number' = 'text'): Html =>
    input({ name, label, type, value: view.value(name), invalid: view.isInvalid(name) })
  const choice = (name: string, label: string, none: string, values: readonly string[]): Html =>
    select({ name, label, value: view.value(name), choices: [{ value: '', label: none }, ...sameChoices(values)] })
  return html`<form method="post" action="${TARGET}">
<input type="hidden" name="action" value="add">
<div class="columns">
${choice('group', 'Routes that fail together', 'only the path', ROUTE_GROUP_NAMES)}
${text('path', 'Path, such as /api/backend/*')}
${text('method', 'Method (empty: all but OPTIONS)')}
${choice('fault', 'Fault', 'as in the fields', FAULT_NAMES)}
${text('status', 'Status', 'number')}
${text('delayMs', 'Delay in milliseconds', 'number')}
${text('times', 'How many requests (empty: all)', 'number')}
${text('probability', 'Probability, such as 0.1 (empty: 1)', 'number')}
${text('seed', 'Random seed (empty: 0)', 'number')}
</div>
${textArea({ name: 'body', label: 'Body', value: view.value('body'), invalid: view.isInvalid('body'), rows: 2 })}
${checkbox('answerOnly', 'The request takes effect, and only its answer is lost', view.checked('answerOnly', false))}
${checkbox('hold', 'Hold the requests until they are released', view.checked('hold', false))}
<button type="submit">Add</button>
</form>
${sameByHttp(
  project,
  'add and remove rules',
  { method: 'POST', path: TARGET, body: { group: 'session', fault: 'away', times: 1 } },
  { method: 'POST', path: `${TARGET}/release` },
  { method: 'DELETE', path: TARGET },
  ['faults', 'add', '--group', 'session', '--fault', 'away', '--times', '1'],
  ['faults', 'release'],
  ['faults', 'clear'],
)}`
}
