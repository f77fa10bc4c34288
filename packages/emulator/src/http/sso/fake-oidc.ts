import { type Context, Hono } from 'hono'
import { matchesChallenge } from '../../domain/oauth/pkce.js'
import type { Project } from '../../domain/project/project.js'
import { finishExternalLogin, peekExternalLogin, startExternalLogin } from '../../domain/social/external-logins.js'
import { FAKE_IDP_PATHS, fakeOidcIdp } from '../../domain/sso/fake-idp.js'
import { profileData, storedProfile } from '../../domain/sso/sso-profile.js'
import { derivedUuid } from '../../values/ids.js'
import type { JsonObject } from '../../values/json.js'
import { isSameSecret } from '../../values/secrets.js'
import { formText } from '../html/form.js'
import { messagePage } from '../html/message-page.js'
import { chooseUserPage, NO_ADDRESS, readChosenUser } from './choose-user.js'
import { browserLocation, loginTarget } from './own-location.js'
import { oidcRedirectUri } from './start.js'

const TITLE = 'Fake identity provider'

/** The OpenID Connect provider inside the emulator: the authorization code flow with PKCE. */
export function fakeOidcRoutes(project: Project): Hono {
  return new Hono()
    .get(FAKE_IDP_PATHS.authorize, (c) => refusal(project, c) ?? chooseUserPage(project, c, pageOf(project, c)))
    .post(FAKE_IDP_PATHS.authorize, async (c) => {
      const refused = refusal(project, c)
      if (refused) return refused
      const user = await readChosenUser(c)
      if (!user) return chooseUserPage(project, c, pageOf(project, c), NO_ADDRESS)
      const data = { ...profileData(user), challenge: c.req.query('code_challenge') ?? '' }
      return c.redirect(callbackLocation(project, c, startExternalLogin(project, 'fake_code', data)), 303)
    })
    .post(FAKE_IDP_PATHS.token, (c) => issueToken(project, c))
    .get(FAKE_IDP_PATHS.userinfo, (c) => {
      const token = /^Bearer (\S+)$/i.exec(c.req.header('Authorization') ?? '')?.[1] ?? ''
      const data = peekExternalLogin(project, 'fake_token', token)
      return data ? c.json(userinfo(data)) : c.json({ error: 'invalid_token' }, 401)
    })
}

const pageOf = (project: Project, c: Context) => ({
  title: TITLE,
  formTarget: loginTarget(project, 'oidc', c.req.query('state') ?? ''),
})

/** A wrong request. Its redirect URI is not trusted, so the answer is a page. */
function refusal(project: Project, c: Context): Response | Promise<Response> | undefined {
  const isRight =
    c.req.query('client_id') === fakeOidcIdp(project).client_id &&
    c.req.query('redirect_uri') === oidcRedirectUri(project) &&
    c.req.query('response_type') === 'code' &&
    c.req.query('code_challenge_method') === 'S256'
  return isRight ? undefined : messagePage(c, TITLE, 'The request is not one of this emulator.', 400)
}

function callbackLocation(project: Project, c: Context, code: string): string {
  const url = new URL(oidcRedirectUri(project))
  url.searchParams.set('code', code)
  url.searchParams.set('state', c.req.query('state') ?? '')
  return browserLocation(project, c, url.href)
}

async function issueToken(project: Project, c: Context): Promise<Response> {
  const form = await c.req.parseBody()
  const idp = fakeOidcIdp(project)
  const isClient =
    isSameSecret(formText(form, 'client_id'), idp.client_id) &&
    isSameSecret(formText(form, 'client_secret'), idp.client_secret)
  if (!isClient) return c.json({ error: 'invalid_client' }, 401)
  const code = finishExternalLogin(project, 'fake_code', formText(form, 'code'))
  const isProven =
    formText(form, 'redirect_uri') === oidcRedirectUri(project) &&
    matchesChallenge(formText(form, 'code_verifier'), String(code?.challenge))
  if (!code || !isProven) return c.json({ error: 'invalid_grant' }, 400)
  const token = startExternalLogin(project, 'fake_token', code)
  return c.json({ access_token: token, token_type: 'Bearer', expires_in: 600 })
}

function userinfo(data: JsonObject) {
  const { email, firstName, lastName } = storedProfile(data)
  return {
    sub: derivedUuid('fake_idp', email),
    email,
    email_verified: true,
    ...(firstName === undefined ? {} : { given_name: firstName }),
    ...(lastName === undefined ? {} : { family_name: lastName }),
  }
}
