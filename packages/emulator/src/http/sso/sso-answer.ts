import type { Context } from 'hono'
import { html } from 'hono/html'
import { signInDirectly } from '../../domain/access/sign-in.js'
import type { Project } from '../../domain/project/project.js'
import { ServiceError } from '../../domain/project/service-error.js'
import type { SsoConnection } from '../../domain/sso/connections.js'
import type { SsoProfile } from '../../domain/sso/sso-profile.js'
import { ssoUser } from '../../domain/sso/sso-user.js'
import { messagePage } from '../html/message-page.js'
import { page } from '../html/page.js'
import { signInAnswer } from '../pages/sign-in.js'

type Answer = Response | Promise<Response>

export const TITLE = 'Single sign-on'

/** A login that an identity provider has completed. */
export interface SsoLogin {
  readonly connection: SsoConnection
  readonly profile: SsoProfile
  /** Where the browser goes afterwards. */
  readonly location: string
  /** Whether the login was a test of the connection: it signs nothing in. */
  readonly isTest: boolean
}

/** Signs the user in. In test mode, a page shows what the identity provider has sent. */
export function ssoAnswer(project: Project, c: Context, { connection, profile, location, isTest }: SsoLogin): Answer {
  if (isTest) return testPage(c, profile)
  if (!connection.live) return inTestMode(c)
  try {
    const user = ssoUser(project, connection.orgId, profile)
    return signInAnswer(project, c, signInDirectly(project, { user, loginMethod: methodOf(connection), location }))
  } catch (error) {
    if (error instanceof ServiceError) return messagePage(c, TITLE, error.message, 403)
    throw error
  }
}

function methodOf({ idp, orgId }: SsoConnection) {
  const provider = idp.kind === 'saml' ? idp.provider : idp.idp_type
  return { login_method: 'saml_sso', provider, org_id: orgId }
}

export const inTestMode = (c: Context): Answer =>
  messagePage(c, TITLE, 'This connection is in test mode. It works for logins when it has gone live.', 403)

const testPage = (c: Context, profile: SsoProfile): Answer =>
  page(
    c,
    { title: TITLE },
    html`<div class="card">
<h1>The connection works</h1>
<p>The identity provider has logged in:</p>
<table><tbody>
<tr><th scope="row">Email</th><td>${profile.email}</td></tr>
<tr><th scope="row">First name</th><td>${profile.firstName ?? 'none'}</td></tr>
<tr><th scope="row">Last name</th><td>${profile.lastName ?? 'none'}</td></tr>
</tbody></table>
<p class="soft">This was a test, so you are not signed in.</p>
</div>`,
  )
