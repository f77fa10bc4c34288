import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { inspectToken } from '../../../domain/access/inspect-token.js'
import type { Project } from '../../../domain/project/project.js'
import { ServiceError } from '../../../domain/project/service-error.js'
import { sameByHttp } from '../../control/same-call.js'
import { formText } from '../../html/form.js'
import { type Html, page } from '../../html/page.js'
import { alert, section } from '../../html/section.js'
import { textArea } from '../parts/inputs.js'
import { inspectedToken, mintedToken } from './inspected-token.js'
import { type MintForm, mint, mintForm, readMintForm } from './mint-form.js'

const DEFAULT_MINUTES = '30'

/** Mints tokens, and decodes and verifies others. The answer is the page itself: a token does not belong in an address. */
export function tokenRoutes(project: Project): Hono {
  return new Hono()
    .get('/_emulator/tokens', (c) => {
      const form = readMintForm(c.req.query())
      return tokensPage(project, c, { form: { ...form, minutes: form.minutes || DEFAULT_MINUTES } })
    })
    .post('/_emulator/tokens', async (c) => {
      const body = await c.req.parseBody()
      const isInspection = formText(body, 'action') === 'inspect'
      return isInspection ? inspectPage(project, c, formText(body, 'token')) : mintPage(project, c, readMintForm(body))
    })
}

async function mintPage(project: Project, c: Context, form: MintForm): Promise<Response> {
  const answer = await mintAnswer(project, form)
  return tokensPage(project, c, { form, ...answer })
}

/** The token, or why there is none. */
export async function mintAnswer(project: Project, form: MintForm): Promise<{ minted: Html; status: 200 | 400 }> {
  try {
    return { minted: await mintedToken(project, await mint(project, form)), status: 200 }
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    return { minted: html`${alert(error.message)}`, status: 400 }
  }
}

async function inspectPage(project: Project, c: Context, token: string): Promise<Response> {
  const inspected = inspectedToken(await inspectToken(project, token))
  return tokensPage(project, c, { form: { ...readMintForm({}), minutes: DEFAULT_MINUTES }, token, inspected })
}

interface Shown {
  readonly form: MintForm
  readonly minted?: Html
  readonly token?: string
  readonly inspected?: Html
  readonly status?: 200 | 400
}

async function tokensPage(project: Project, c: Context, shown: Shown): Promise<Response> {
  const { form, minted = '', token = '', inspected = '', status = 200 } = shown
  return page(
    c,
    { title: 'Tokens', tool: true, status },
    html`<h1>Tokens</h1>
${section('mint', 'Mint a token', html`${mintForm(project, form, '/_emulator/tokens', true)}${minted}`)}
${section('inspect', 'Decode and verify a token', html`${inspectForm(project, token)}${inspected}`)}`,
  )
}

const inspectForm = (project: Project, token: string): Html => html`<form method="post" action="/_emulator/tokens">
<input type="hidden" name="action" value="inspect">
${textArea({ name: 'token', label: 'Access token', value: token, required: true, rows: 5 })}
<button type="submit">Verify</button>
</form>
${sameByHttp(project, 'verify a token', { method: 'POST', path: '/_emulator/token/verify', body: { token: 'eyJ…' } }, ['token', 'verify', 'eyJ…'])}`
