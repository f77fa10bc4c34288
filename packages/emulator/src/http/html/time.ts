import { html } from 'hono/html'
import type { Html } from './page.js'

/** A time in ISO 8601, for people. */
export const timeOf = (iso: string): Html =>
  html`<time datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')} UTC</time>`

/** A day of UTC. */
export function dateOfSeconds(unixSeconds: number): Html {
  const day = new Date(unixSeconds * 1000).toISOString().slice(0, 10)
  return html`<time datetime="${day}">${day}</time>`
}

export const timeOfSeconds = (unixSeconds: number): Html => timeOf(new Date(unixSeconds * 1000).toISOString())
