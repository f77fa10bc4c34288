import { html } from 'hono/html'
import type { Project } from '../../domain/project/project.js'
import type { Html } from '../html/page.js'
import { apiCommand, quoted } from './curl.js'

/** A call that does the same as a form of a page. */
export interface SameCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly body?: object
}

/** The words after `propelauth-emulator` that do the same. */
export type SameCommand = readonly string[]

/**
 * The calls that do the same as a form, and the commands if there are any, to copy.
 * @param what which form, for screen readers
 */
export function sameByHttp(project: Project, what: string, ...same: readonly (SameCall | SameCommand)[]): Html {
  const lines = same.map((one) => (isCommand(one) ? commandLine(one) : callLine(project, one)))
  return html`<details class="same">
<summary>Same by HTTP${same.some(isCommand) ? ' and as a command' : ''}<span class="away">: ${what}</span></summary>
<pre class="copy">${lines.join('\n')}</pre>
</details>`
}

const isCommand = (same: SameCall | SameCommand): same is SameCommand => Array.isArray(same)

const callLine = ({ authUrl, exposed }: Project, { method, path, body }: SameCall): string =>
  apiCommand({ method, url: authUrl + path, needsKey: exposed || path.startsWith('/api/backend/'), body })

const commandLine = (words: SameCommand): string =>
  ['npx propelauth-emulator', ...words.map((word) => (/^[\w./:@=-]+$/.test(word) ? word : quoted(word)))].join(' ')
