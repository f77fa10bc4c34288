import type { Context } from 'hono'
import { html } from 'hono/html'
import type { Webhooks } from '../../../delivery/webhooks.js'
import type { Project } from '../../../domain/project/project.js'
import { sameByHttp } from '../../control/same-call.js'
import { type Html, page } from '../../html/page.js'
import { section } from '../../html/section.js'
import type { ToolPage } from '../parts/tool-page.js'
import { type EnvironmentBlock, environmentBlocks } from './environment-blocks.js'

/** The environment of an app for every framework, to copy. */
export const environmentPage = (project: Project, webhooks: Webhooks): ToolPage => ({
  path: '/_emulator/environment',
  render: (c) => renderEnvironment(project, webhooks, c),
})

function renderEnvironment(project: Project, webhooks: Webhooks, c: Context) {
  return page(
    c,
    { title: 'Environment', tool: true },
    html`<h1>Environment</h1>
<p class="soft">One click selects a block. The keys are those of this data directory: another one has others. Official SDKs have a fixed host for the backend API, so their apps start with <code>propelauth-emulator exec -- COMMAND</code>, which sets all of these variables.</p>
${environmentBlocks(project, webhooks).map(blockSection)}
${section('keys', 'Keys', html`${keyTable(project)}${sameByHttp(project, 'read the keys and the variables', { method: 'GET', path: '/_emulator/keys' }, ['keys'], ['env', '--for', 'next'])}`)}`,
  )
}

const blockSection = ({ id, title, file, lines }: EnvironmentBlock): Html =>
  section(
    id,
    title,
    html`<p class="soft"><code>${file}</code></p>
<pre class="copy">${lines.join('\n')}</pre>`,
  )

const keyTable = ({ signingKey, issuer, apiKey }: Project): Html => html`<table>
<tbody>
<tr><th scope="row">API key</th><td><code>${apiKey}</code></td></tr>
<tr><th scope="row">Issuer</th><td><code>${issuer}</code></td></tr>
<tr><th scope="row">Key id</th><td><code>${signingKey.kid}</code></td></tr>
<tr><th scope="row">Public key</th><td><pre class="copy">${signingKey.publicPem}</pre></td></tr>
</tbody>
</table>`
