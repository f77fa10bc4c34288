import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { findOrg } from '../../domain/orgs/orgs.js'
import type { Project } from '../../domain/project/project.js'
import { FAKE_IDP_PATHS } from '../../domain/sso/fake-idp.js'
import { fakeSamlResponse } from '../../domain/sso/fake-saml.js'
import { decodeSamlRequest, type SamlRequest } from '../../domain/sso/saml-request.js'
import { serviceProvider } from '../../domain/sso/service-provider.js'
import { XmlError } from '../../xml/parse-xml.js'
import { messagePage } from '../html/message-page.js'
import { page } from '../html/page.js'
import { chooseUserPage, NO_ADDRESS, readChosenUser } from './choose-user.js'
import { browserLocation, loginTarget } from './own-location.js'

const TITLE = 'Fake identity provider'

/** The identity provider inside the emulator: asks which user to log in, and signs the answer. */
export function fakeSamlRoutes(project: Project): Hono {
  return new Hono()
    .get(FAKE_IDP_PATHS.saml, (c) => withRequest(project, c, () => chooseUserPage(project, c, pageOf(project, c))))
    .post(FAKE_IDP_PATHS.saml, (c) =>
      withRequest(project, c, async (request) => {
        const user = await readChosenUser(c)
        if (!user) return chooseUserPage(project, c, pageOf(project, c), NO_ADDRESS)
        return responsePage(project, c, request, fakeSamlResponse(project, request, user))
      }),
    )
}

const pageOf = (project: Project, c: Context) => ({
  title: TITLE,
  formTarget: loginTarget(project, 'saml', c.req.query('RelayState') ?? ''),
})

type Answer = Response | Promise<Response>

function withRequest(project: Project, c: Context, answer: (request: SamlRequest) => Answer): Answer {
  try {
    const request = decodeSamlRequest(c.req.query('SAMLRequest') ?? '')
    checkService(project, request)
    return answer(request)
  } catch (error) {
    if (error instanceof XmlError) return messagePage(c, TITLE, `${error.message}.`, 400)
    throw error
  }
}

/** The provider answers only to this emulator: an answer elsewhere would log in there. @throws {XmlError} */
function checkService(project: Project, { issuer, acsUrl }: SamlRequest): void {
  const [, orgId = ''] = /\/saml\/([^/]+)\/metadata$/.exec(issuer) ?? []
  const expected = serviceProvider(project, orgId)
  if (!findOrg(project, orgId) || issuer !== expected.entityId || acsUrl !== expected.acsUrl)
    throw new XmlError('The request is of no organization of this emulator')
}

/** The form of the POST binding. Pages of the emulator have no script, so it needs a click. */
function responsePage(project: Project, c: Context, { acsUrl }: SamlRequest, response: string): Answer {
  return page(
    c,
    pageOf(project, c),
    html`<div class="card">
<h1>${TITLE}</h1>
<p>The answer is signed. The browser takes it back to the service.</p>
<form method="post" action="${browserLocation(project, c, acsUrl)}">
<input type="hidden" name="SAMLResponse" value="${response}">
<input type="hidden" name="RelayState" value="${c.req.query('RelayState') ?? ''}">
<button type="submit">Continue</button>
</form>
<details><summary>The signed answer</summary><pre>${Buffer.from(response, 'base64').toString('utf8')}</pre></details>
</div>`,
  )
}
