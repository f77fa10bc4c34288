import { html } from 'hono/html'
import { option } from './option.js'
import type { Html } from './page.js'

interface Labelled {
  readonly id: string
  readonly label: string
  readonly error?: string | undefined
  readonly hint?: Html | string | undefined
}

export interface FieldOptions extends Omit<Labelled, 'id'> {
  readonly name: string
  /** Default: the name. Different on pages with several forms. */
  readonly id?: string
  readonly attributes?: Html
}

/** An input with its label, and with the error and the hint that belong to it. */
export const field = ({ name, id = name, attributes, ...options }: FieldOptions): Html =>
  labelled({ id, ...options }, (described) => html`<input id="${id}" name="${name}" ${attributes ?? ''}${described}>`)

/** A control with its label, and with the error and the hint that belong to it. */
export const labelled = (options: Labelled, control: (described: Html) => Html): Html =>
  html`<label for="${options.id}">${options.label}</label>
${control(described(options))}
${notesOf(options)}
`

/** What a control says about its error and its hint. */
export function described({ id, error, hint }: Omit<Labelled, 'label'>): Html {
  const ids = [...(error === undefined ? [] : [`${id}-error`]), ...(hint === undefined ? [] : [`${id}-hint`])]
  return html`${error === undefined ? '' : html` aria-invalid="true"`}${ids.length === 0 ? '' : html` aria-describedby="${ids.join(' ')}"`}`
}

/** The hint and the error of a control. */
export const notesOf = ({ id, error, hint }: Omit<Labelled, 'label'>): Html =>
  html`${hint === undefined ? '' : html`<p class="hint" id="${id}-hint">${hint}</p>`}
${error === undefined ? '' : html`<p class="error" id="${id}-error" role="alert">${error}</p>`}`

export interface Choice {
  readonly value: string
  readonly label: string
}

/** The options of a select element. */
export const options = (choices: readonly Choice[], selected: string): Html =>
  html`${choices.map(({ value, label }) => option(value, label, selected))}`

/** A checkbox. Without its tick, the form does not have the field. */
export const checkbox = (name: string, label: string, checked: boolean): Html =>
  html`<label class="check"><input type="checkbox" name="${name}" value="on"${checked ? html` checked` : ''}> <span>${label}</span></label>
`
