import { html } from 'hono/html'
import type { Project } from '../../../domain/project/project.js'
import { readSettings } from '../../../domain/project/settings.js'
import { sameByHttp } from '../../control/same-call.js'
import type { Html } from '../../html/page.js'
import { timeOf } from '../../html/time.js'
import { buttonForm, formView, input, sameChoices, select } from '../parts/inputs.js'
import type { Refused } from '../parts/tool-page.js'

export const UNITS = { minutes: 60, hours: 3600, days: 86_400, seconds: 1 } as const

const TARGET = '/_emulator/faults'

/** The time of the emulator, and forms that move it ahead. */
export function clockSection(project: Project, refused: Refused | undefined): Html {
  const view = formView(refused, 'advance')
  const { clock } = project
  const { access_token_minutes, session_days } = readSettings(project)
  const ahead = (amount: number, unit: keyof typeof UNITS, effect: string): Html =>
    buttonForm({
      target: TARGET,
      action: 'advance',
      label: `${amount} ${unit}: ${effect}`,
      fields: { amount: String(amount), unit },
      name: 'move the clock ahead',
    })
  return html`<p>It is ${timeOf(new Date(clock.milliseconds()).toISOString())}${clock.advanced() === 0 ? ', the time of the system.' : `, ${clock.advanced()} seconds ahead of the system.`}</p>
<div class="actions">
${ahead(access_token_minutes + 1, 'minutes', 'access tokens expire')}
${ahead(session_days + 1, 'days', 'sessions end')}
${clock.advanced() === 0 ? '' : buttonForm({ target: TARGET, action: 'restore', label: 'Back to the time of the system', name: 'clock' })}
</div>
<form method="post" action="${TARGET}">
<input type="hidden" name="action" value="advance">
<div class="columns">
${input({ name: 'amount', label: 'Move ahead by', type: 'number', required: true, value: view.value('amount', '5'), invalid: view.isInvalid('amount') })}
${select({ name: 'unit', label: 'Unit', value: view.value('unit', 'minutes'), choices: sameChoices(Object.keys(UNITS)) })}
</div>
<button type="submit">Move the clock</button>
</form>
${sameByHttp(
  project,
  'move the clock',
  { method: 'POST', path: '/_emulator/clock', body: { advance: 300 } },
  { method: 'DELETE', path: '/_emulator/clock' },
  ['clock', 'advance', '5m'],
  ['clock', 'reset'],
)}`
}
