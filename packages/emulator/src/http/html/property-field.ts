import { html } from 'hono/html'
import type { PropertyDefinition } from '../../domain/project/user-properties.js'
import { described, labelled, notesOf } from './field.js'
import { option } from './option.js'
import type { Html } from './page.js'

export interface PropertyFieldOptions {
  readonly definition: PropertyDefinition
  /** Name of the form's field. */
  readonly name: string
  readonly id: string
  /** `on` for a box with a tick. */
  readonly value: string
  readonly required: boolean
  readonly error?: string | undefined
}

/** The field in which users enter a property. */
export function propertyField(options: PropertyFieldOptions): Html {
  const { definition, id, name, value, error, required } = options
  const { type } = definition
  const label = `${definition.displayName}${required || isBox(definition) ? '' : ' (optional)'}`
  const needed = required ? html` required` : ''
  const control = (of: (shared: Html) => Html): Html =>
    labelled({ id, label, error }, (notes) => of(html`id="${id}" name="${name}"${needed}${notes}`))
  switch (type) {
    case 'Checkbox':
    case 'Toggle':
    case 'Tos':
      return box(options, label)
    case 'Enum':
      return control(
        (shared) =>
          html`<select ${shared}>${option('', '', value)}${definition.choices.map((choice) => option(choice, choice, value))}</select>`,
      )
    case 'Json':
    case 'LongText':
      // A parser drops a line break directly behind the tag.
      return control(
        (shared) => html`<textarea rows="4" ${shared}>
${value}</textarea>`,
      )
    default:
      return control((shared) => html`<input ${INPUTS[type]} value="${value}" ${shared}>`)
  }
}

const INPUTS = {
  Date: html`type="date"`,
  Integer: html`type="number" step="1"`,
  PhoneNumber: html`type="tel" autocomplete="tel"`,
  Text: html`type="text"`,
  Url: html`type="url"`,
}

const isBox = ({ type }: PropertyDefinition): boolean => type === 'Checkbox' || type === 'Toggle' || type === 'Tos'

/** Only the terms need a tick: no tick is the value `false` of the others. */
function box({ definition, id, name, value, error, required }: PropertyFieldOptions, label: string): Html {
  const { type, links } = definition
  const hint = links.length === 0 ? undefined : linkList(links)
  return html`<label class="check"><input type="checkbox" id="${id}" name="${name}" value="on"${value === 'on' ? html` checked` : ''}${required && type === 'Tos' ? html` required` : ''}${described({ id, error, hint })}> <span>${label}</span></label>
${notesOf({ id, error, hint })}
`
}

const linkList = (links: PropertyDefinition['links']): Html =>
  html`${links.map(({ name, url }, index) => html`${index === 0 ? '' : ', '}<a href="${url}" target="_blank" rel="noopener noreferrer">${name}</a>`)}`
