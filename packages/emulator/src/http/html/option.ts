import { html } from 'hono/html'
import type { Html } from './page.js'

/** A choice of a `select`. */
export const option = (value: string, label: string, selected?: string): Html =>
  html`<option value="${value}"${value === selected ? html` selected` : ''}>${label}</option>`
