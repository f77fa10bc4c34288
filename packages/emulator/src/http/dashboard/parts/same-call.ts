import { html } from 'hono/html'
import type { Project } from '../../../domain/project/project.js'
import { apiCommand } from '../../control/curl.js'
import type { Html } from '../../html/page.js'

/** A call that does the same as a form of the dashboard. */
export interface SameCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly body?: object
}

/** The calls that do the same as a form, to copy. `what` tells screen readers which form. */
export function sameByHttp(project: Project, what: string, ...calls: readonly SameCall[]): Html {
  const commands = calls.map(({ method, path, body }) =>
    apiCommand({
      method,
      url: project.authUrl + path,
      needsKey: project.exposed || path.startsWith('/api/backend/'),
      body,
    }),
  )
  return html`<details class="same">
<summary>Same by HTTP<span class="away">: ${what}</span></summary>
<pre class="copy">${commands.join('\n')}</pre>
</details>`
}
