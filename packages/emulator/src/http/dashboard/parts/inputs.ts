import { html } from 'hono/html'
import { formText } from '../../html/form.js'
import { option } from '../../html/option.js'
import type { Html } from '../../html/page.js'
import type { Refused } from './tool-page.js'

/** What the fields of a form show: what is stored, or after a refusal what was entered. */
export interface FormView {
  value(name: string, stored?: string | null): string
  checked(name: string, stored: boolean): boolean
  isInvalid(name: string): boolean
  /** Whether this form was refused. */
  readonly refused: boolean
}

export function formView(refused: Refused | undefined, action: string): FormView {
  const own = refused?.action === action ? refused : undefined
  return {
    refused: own !== undefined,
    value: (name, stored) => (own ? formText(own.form, name) : (stored ?? '')),
    checked: (name, stored) => (own ? formText(own.form, name) !== '' : stored),
    isInvalid: (name) => own !== undefined && Object.hasOwn(own.error.fields, name),
  }
}

export interface InputOptions {
  readonly name: string
  readonly label: string
  /** Default: the name. Different on pages with several forms. */
  readonly id?: string
  readonly value: string
  readonly invalid?: boolean
  readonly hint?: string
  readonly type?: 'text' | 'email' | 'password' | 'number' | 'url' | 'search' | 'date'
  readonly required?: boolean
  /** The id of a `datalist` with suggestions. */
  readonly list?: string
}

type Described = Pick<InputOptions, 'name' | 'id' | 'invalid' | 'hint'>

const described = ({ name, id = name, invalid, hint }: Described): Html =>
  html`${invalid ? html` aria-invalid="true"` : ''}${hint === undefined ? '' : html` aria-describedby="${id}-hint"`}`

const hintOf = ({ name, id = name, hint }: Described): Html | string =>
  hint === undefined ? '' : html`<p class="hint" id="${id}-hint">${hint}</p>`

/** An input with its label. The browser fills in nothing: the fields belong to other people. */
export function input(options: InputOptions): Html {
  const { name, label, id = name, value, type = 'text', required, list } = options
  return html`<div><label for="${id}">${label}</label>
<input id="${id}" name="${name}" type="${type}" autocomplete="off" value="${value}"${required ? html` required` : ''}${list === undefined ? '' : html` list="${list}"`}${type === 'number' ? html` step="any"` : ''}${described(options)}>
${hintOf(options)}</div>
`
}

export interface TextAreaOptions extends Omit<InputOptions, 'type' | 'list'> {
  readonly rows?: number
}

export function textArea(options: TextAreaOptions): Html {
  const { name, label, id = name, value, required, rows = 4 } = options
  // A parser drops a line break directly behind the tag.
  return html`<div><label for="${id}">${label}</label>
<textarea id="${id}" name="${name}" rows="${rows}" spellcheck="false"${required ? html` required` : ''}${described(options)}>
${value}</textarea>
${hintOf(options)}</div>
`
}

export interface Choice {
  readonly value: string
  readonly label: string
}

export interface SelectOptions {
  readonly name: string
  readonly label: string
  readonly id?: string
  readonly value: string
  readonly choices: readonly Choice[]
  readonly hint?: string
}

export function select(options: SelectOptions): Html {
  const { name, label, id = name, value, choices } = options
  return html`<div><label for="${id}">${label}</label>
<select id="${id}" name="${name}"${described(options)}>${choices.map((choice) => option(choice.value, choice.label, value))}</select>
${hintOf(options)}</div>
`
}

/** Choices whose label is their value. */
export const sameChoices = (values: readonly string[]): Choice[] => values.map((value) => ({ value, label: value }))

/** A checkbox. Without its tick, the form does not have the field. */
export const checkbox = (name: string, label: string, checked: boolean): Html =>
  html`<label class="check"><input type="checkbox" name="${name}" value="on"${checked ? html` checked` : ''}> <span>${label}</span></label>
`

export interface ButtonForm {
  readonly target: string
  readonly action: string
  readonly label: string
  readonly fields?: Readonly<Record<string, string>>
  /** What the button is for, for screen readers. */
  readonly name: string
  readonly danger?: boolean
}

/** A form that is only a button. */
export const buttonForm = ({ target, action, label, fields = {}, name, danger = false }: ButtonForm): Html =>
  html`<form method="post" action="${target}">
<input type="hidden" name="action" value="${action}">${Object.entries(fields).map(([field, value]) => html`<input type="hidden" name="${field}" value="${value}">`)}
<button type="submit" class="${danger ? 'danger' : 'quiet'}" aria-label="${label}: ${name}">${label}</button>
</form>`
