import type { Context } from 'hono'
import { html } from 'hono/html'
import { advanceClock } from '../../../domain/project/advance-clock.js'
import type { Project } from '../../../domain/project/project.js'
import { invalidFields } from '../../../domain/project/service-error.js'
import { readFaultRule } from '../../control/fault-rule.js'
import type { Faults } from '../../faults.js'
import { bodyFields } from '../../fields.js'
import { formText } from '../../html/form.js'
import { page } from '../../html/page.js'
import { section } from '../../html/section.js'
import { isTicked, optionalCount, optionalNumber, optionalText } from '../parts/form-values.js'
import { message, statusOf } from '../parts/messages.js'
import type { Action, Form, Refused, ToolPage } from '../parts/tool-page.js'
import { clockSection, UNITS } from './clock-section.js'
import { faultForm, ruleTable } from './fault-form.js'

const DONE = {
  add: 'The rule is active.',
  clear: 'All rules were removed.',
  release: 'The requests that were waiting go on.',
  advance: 'The clock was moved ahead.',
  restore: 'The clock is that of the system again.',
}

/** Faults that are injected into requests, and the clock. */
export const faultsPage = (project: Project, faults: Faults): ToolPage => ({
  path: '/_emulator/faults',
  shared: true,
  render: (c, refused) => renderFaults(project, faults, c, refused),
  actions: {
    add: (form) => done(() => faults.add(ruleOf(form))),
    clear: () => done(() => faults.clear()),
    release: () => done(() => faults.release()),
    advance: (form) => done(() => advanceClock(project, secondsOf(form))),
    restore: () => done(() => project.clock.restore()),
  } satisfies Record<string, Action>,
})

/** Shows the page again afterwards. */
function done(act: () => unknown): undefined {
  act()
}

const ruleOf = (form: Form) =>
  readFaultRule(
    bodyFields({
      path: optionalText(form, 'path'),
      group: optionalText(form, 'group'),
      method: optionalText(form, 'method'),
      fault: optionalText(form, 'fault'),
      status: optionalCount(form, 'status'),
      delayMs: optionalCount(form, 'delayMs'),
      times: optionalCount(form, 'times'),
      body: formText(form, 'body') || undefined,
      answerOnly: isTicked(form, 'answerOnly'),
      hold: isTicked(form, 'hold'),
      probability: optionalNumber(form, 'probability'),
      seed: optionalNumber(form, 'seed'),
    }),
  )

function secondsOf(form: Form): number {
  const unit = formText(form, 'unit')
  const amount = formText(form, 'amount').trim()
  const seconds = Object.hasOwn(UNITS, unit)
    ? Math.round(Number(amount) * UNITS[unit as keyof typeof UNITS])
    : Number.NaN
  if (amount === '' || !Number.isFinite(seconds)) throw invalidFields({ amount: ['Must be a number.'] })
  return seconds
}

function renderFaults(project: Project, faults: Faults, c: Context, refused: Refused | undefined) {
  const rules = faults.list()
  return page(
    c,
    { title: 'Faults and clock', tool: true, status: statusOf(refused) },
    html`<h1>Faults and clock</h1>
${message(c, refused, DONE)}
${section('rules', `Fault rules (${rules.length})`, ruleTable(rules))}
${section('new', 'New fault rule', faultForm(project, refused))}
${section('clock', 'Clock', clockSection(project, refused))}`,
  )
}
