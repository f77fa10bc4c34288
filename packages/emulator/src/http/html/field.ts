import { html } from 'hono/html'
import { option } from './option.js'
import type { Html } from './page.js'

export interface FieldOptions {
  readonly name: string
  readonly label: string
  /** Default: the name. Different on pages with several forms. */
  readonly id?: string
  readonly attributes?: Html
  readonly error?: string | undefined
  readonly hint?: string
}

/** An input with its label, and with the error and the hint that belong to it. */
export function field({ name, label, id = name, attributes, error, hint }: FieldOptions): Html {
  const described = [...(error === undefined ? [] : [`${id}-error`]), ...(hint === undefined ? [] : [`${id}-hint`])]
  return html`<label for="${id}">${label}</label>
<input id="${id}" name="${name}" ${attributes ?? ''}${error === undefined ? '' : html` aria-invalid="true"`}${described.length === 0 ? '' : html` aria-describedby="${described.join(' ')}"`}>
${hint === undefined ? '' : html`<p class="hint" id="${id}-hint">${hint}</p>`}
${error === undefined ? '' : html`<p class="error" id="${id}-error" role="alert">${error}</p>`}
`
}

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
