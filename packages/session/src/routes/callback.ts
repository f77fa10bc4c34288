import type { User } from '@propelauth-edge/core'
import { readAll, toOrgId, type Visit, writeCookies } from '../cookies/session-cookies.js'
import { report } from '../events/report.js'
import type { Settings } from '../options/settings.js'
import { toLoginUrl } from '../paths/login-url.js'
import type { App } from '../refresh/app.js'
import { withCookies } from '../responses/headers.js'
import { toPage, toRedirect } from '../responses/responses.js'
import { exchangeCode } from '../service/service.js'
import { conclude, renew } from '../session/find-session.js'
import { type FinishedLogin, finishLogin } from '../state/login-state.js'
import { choose, type Route, toTargetUrl } from './route.js'

/** Why a login failed: what the page says. The words go with the event. */
const failures = {
  state: 'has expired or began in another browser',
  denied: 'was cancelled',
  code: 'has expired',
  unavailable: 'is not possible now',
}

/** The org of this browser's last session, else that of the option; none where the user is no member. */
async function chooseOrg(settings: Settings, visit: Visit, user: User, request: Request) {
  const ownOrg = (id = '') => user.getOrg(id)?.orgId
  return ownOrg(readAll(settings, visit).orgId) ?? ownOrg(toOrgId(await choose(settings, 'defaultOrg', user, request)))
}

/** A page with a link to try again. Never a redirect: without cookies, the browser would go round in circles. */
function fail(
  app: App,
  reason: keyof typeof failures,
  { path, setCookies }: Partial<FinishedLogin> = {},
  cause?: unknown,
): Response {
  report(app, 'login_failed', reason, cause)
  const isAway = reason === 'unavailable'
  const text = `The login ${failures[reason]}.`
  const url = toLoginUrl(app, { returnTo: path })
  return withCookies(toPage(text, 'Try again', url, isAway ? 503 : 400, isAway && { 'retry-after': '5' }), setCookies)
}

/** Cookies with `SameSite=Strict` are not sent along redirects from another site, so a page of the app goes on. */
async function toApp(app: App, { path }: FinishedLogin, user: User, request: Request) {
  const url = path ? app.appUrl + path : await toTargetUrl(app, 'afterLogin', user, request)
  return app.sameSite === 'strict'
    ? toPage('You are logged in.', 'Continue', url, 200, { refresh: `0;url=${url}` })
    : toRedirect(url)
}

/** Ends a login: state, code, tokens, user, org, cookies. */
export const callback: Route = async (app, visit, request, query) => {
  const login = await finishLogin(app, visit, query.get('state') ?? '')
  if (!login) return fail(app, 'state')
  const code = query.get('code')
  if (query.has('error')) return fail(app, 'denied', login)
  if (!code) return fail(app, 'code', login)
  const { tokens, status, cause } = await exchangeCode(app, code)
  if (status === 400) return fail(app, 'code', login)
  if (status === 401) report(app, 'invalid_api_key', 'login')
  // An outage leaves the state, so that a reload can succeed.
  if (!tokens) return fail(app, 'unavailable', { path: login.path }, cause)
  // From here on, the browser counts as having these tokens.
  visit.accessToken = tokens.accessToken
  const { user } = await conclude(app, visit, tokens)
  if (!user) return fail(app, 'unavailable', login)
  const orgId = await chooseOrg(app, visit, user, request)
  if (orgId) await renew(app, visit, tokens.refreshToken, [orgId])
  report(app, 'login')
  // Tokens of the login may be spent by that: fresh ones replace them, unless the service refuses or is away.
  const setCookies = [...writeCookies(app, visit, visit.tokens ?? tokens), ...login.setCookies]
  return withCookies(await toApp(app, login, user, request), setCookies)
}
