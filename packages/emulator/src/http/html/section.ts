import { html } from 'hono/html'
import type { Html } from './page.js'

export interface Tab {
  readonly label: string
  readonly href: string
  readonly current: boolean
}

/** The pages that belong together. */
export const tabs = (label: string, items: readonly Tab[]): Html => html`<nav class="tabs" aria-label="${label}">
${items.map(
  ({ label: text, href, current }) =>
    html`<a href="${href}"${current ? html` aria-current="page"` : ''}>${text}</a>
`,
)}</nav>`

/** A card with a heading. */
export const section = (id: string, title: string, content: Html): Html =>
  html`<section class="card" aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
${content}
</section>`

/** What has just been done. */
export const notice = (text: string | undefined): Html | string =>
  text === undefined ? '' : html`<p class="notice" role="status">${text}</p>`

/** Why something was refused. */
export const alert = (text: string | undefined): Html | string =>
  text === undefined ? '' : html`<p class="error" role="alert">${text}</p>`
