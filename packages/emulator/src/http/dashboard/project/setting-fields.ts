import { html } from 'hono/html'
import { invalidFields } from '../../../domain/project/service-error.js'
import { DEFAULT_SETTINGS } from '../../../domain/project/setting-values.js'
import { settingChoices } from '../../../seed/check/settings-checks.js'
import type { SeedSettings } from '../../../seed/seed.js'
import { formText } from '../../html/form.js'
import type { Html } from '../../html/page.js'
import { isTicked, jsonOf, listOf } from '../parts/form-values.js'
import { type Choice, checkbox, type FormView, input, sameChoices, select, textArea } from '../parts/inputs.js'
import type { Form } from '../parts/tool-page.js'

export type SettingName = keyof SeedSettings

type Kind = 'flag' | 'choice' | 'number' | 'text' | 'texts' | 'json'

/** How a setting is entered. Its default tells. */
function kindOf(name: SettingName): Kind {
  const value: unknown = DEFAULT_SETTINGS[name]
  if (typeof value === 'boolean') return 'flag'
  if (settingChoices(name) !== undefined) return 'choice'
  if (typeof value === 'number') return 'number'
  if (typeof value === 'string') return 'text'
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? 'texts' : 'json'
}

/** How much room the field of a setting takes. */
export function layoutOf(name: SettingName): 'box' | 'line' | 'area' {
  const kind = kindOf(name)
  if (kind === 'flag') return 'box'
  return kind === 'texts' || kind === 'json' ? 'area' : 'line'
}

/** A field for a setting. It says what the default is, if that is another value. */
export function settingField(name: SettingName, value: unknown, view: FormView): Html {
  const invalid = view.isInvalid(name)
  const standard: unknown = DEFAULT_SETTINGS[name]
  const hint = isSame(value, standard) ? {} : { hint: `Default: ${JSON.stringify(standard)}` }
  const text = view.value(name, textOf(name, value))
  switch (kindOf(name)) {
    case 'flag':
      return html`<div>${checkbox(name, name, view.checked(name, value === true))}${value === standard ? '' : html`<p class="hint">Default: ${String(standard)}</p>`}</div>
`
    case 'choice':
      return select({ name, label: name, value: text, choices: choicesOf(name), ...hint })
    case 'number':
      return input({ name, label: name, type: 'number', required: true, value: text, invalid, ...hint })
    case 'text':
      return input({ name, label: name, required: true, value: text, invalid, ...hint })
    case 'texts':
      return textArea({ name, label: `${name} (one a line)`, value: text, invalid, rows: rowsOf(text), ...hint })
    case 'json':
      return textArea({ name, label: `${name} (JSON)`, value: text, invalid, rows: rowsOf(text), ...hint })
  }
}

const choicesOf = (name: SettingName): Choice[] => sameChoices((settingChoices(name) ?? []).map(String))

const rowsOf = (text: string): number => Math.min(12, Math.max(2, text.split('\n').length))

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

function textOf(name: SettingName, value: unknown): string {
  const kind = kindOf(name)
  if (kind === 'texts' && Array.isArray(value)) return value.join('\n')
  return kind === 'json' ? JSON.stringify(value, null, 2) : String(value)
}

/** The settings of the form that differ from what is in force. @throws {ServiceError} `invalid_fields` */
export function changedSettings(
  names: readonly SettingName[],
  current: SeedSettings,
  form: Form,
): Readonly<Record<string, unknown>> {
  const entered = names.map((name) => [name, enteredValue(name, form)] as const)
  return Object.fromEntries(entered.filter(([name, value]) => !isSame(value, current[name])))
}

function enteredValue(name: SettingName, form: Form): unknown {
  const text = formText(form, name).trim()
  switch (kindOf(name)) {
    case 'flag':
      return isTicked(form, name)
    case 'choice':
      return settingChoices(name)?.find((choice) => String(choice) === text) ?? text
    case 'number':
      if (text === '') throw invalidFields({ [name]: ['Needs a number.'] })
      return Number(text)
    case 'text':
      return text
    case 'texts':
      return listOf(form, name)
    case 'json':
      return jsonOf(name, text)
  }
}
