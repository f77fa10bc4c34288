import { html } from 'hono/html'
import { type InspectedToken, inspectToken } from '../../../domain/access/inspect-token.js'
import type { MintedToken } from '../../../domain/access/mint.js'
import type { Project } from '../../../domain/project/project.js'
import type { Html } from '../../html/page.js'

/** A new token, to copy. */
export async function mintedToken(project: Project, { accessToken, claims }: MintedToken): Promise<Html> {
  const { bytes, large } = await inspectToken(project, accessToken)
  return html`<h3>Access token</h3>
${sizeNote(bytes, large)}
<pre class="copy">${accessToken}</pre>
<h3>Claims</h3>
<pre>${JSON.stringify(claims, null, 2)}</pre>`
}

/** The answer of a verifier, with what is in the token. */
export const inspectedToken = ({
  valid,
  checks,
  header,
  claims,
  bytes,
  large,
}: InspectedToken): Html => html`<h3>Result</h3>
<p role="status">${valid ? html`<strong class="good">Valid:</strong> verifiers of this project accept it.` : html`<strong class="bad">Not valid:</strong> verifiers of this project refuse it.`}</p>
${sizeNote(bytes, large)}
<table class="list">
<thead><tr><th scope="col">Checked</th><th scope="col">Result</th><th scope="col">Found</th></tr></thead>
<tbody>${checks.map(
  ({ name, ok, detail }) => html`<tr>
<th scope="row">${name}</th>
<td data-label="Result">${ok ? html`<span class="good">good</span>` : html`<span class="bad">wrong</span>`}</td>
<td data-label="Found">${detail}</td>
</tr>
`,
)}</tbody>
</table>
${header === undefined ? '' : html`<h3>Header</h3><pre>${JSON.stringify(header, null, 2)}</pre>`}
${claims === undefined ? '' : html`<h3>Claims</h3><pre>${JSON.stringify(claims, null, 2)}</pre>`}`

/** Servers and proxies limit headers to 8 KB, often to less. */
const sizeNote = (bytes: number, large: boolean): Html =>
  large
    ? html`<p class="error" role="alert">It has ${bytes} bytes. A cookie holds at most 4096, and many servers refuse headers above 8 KB. Put less into properties and organization metadata, or mint it for an active organization.</p>`
    : html`<p class="soft">${bytes} bytes. The limit of a cookie is 4096.</p>`
