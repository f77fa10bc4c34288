import type { User } from '@propelauth-edge/core'
import { toOrgId, type Visit } from '../cookies/session-cookies.js'
import type { Settings } from '../options/settings.js'
import { toLoginUrl, toRouteUrl } from '../paths/login-url.js'
import { withCookies } from '../responses/headers.js'
import { toPage, toRedirect } from '../responses/responses.js'
import type { FinishedLogin } from '../state/login-state.js'
import { choose, type Route, type RouteParts, toTargetUrl } from './route.js'

/** Why a login failed: what the page says. The words go with the event. */
const failures = {
  state: 'The login has expired, or was started in another browser.',
  denied: 'The login was cancelled.',
  code: 'The login has expired, or was used already.',
  unavailable: 'The login is not possible at the moment.',
}

/** The org of this browser's last session, else that of the option; none where the user is no member. */
async function chooseOrg(settings: Settings, user: User, { orgId }: Visit, request: Request) {
  const ownOrg = (id = '') => user.getOrg(id)?.orgId
  return ownOrg(orgId) ?? ownOrg(toOrgId(await choose(settings, 'defaultOrg', user, request)))
}

/** Ends a login: state, code, tokens, user, org, cookies. */
export function createCallback(parts: RouteParts): Route {
  const { sessionCookies, states, service, refresher, finder, report } = parts

  /**
   * A page with a link to try again. Never a redirect: without cookies, the browser would go round in circles. An outage
   * leaves the state, so that a reload can succeed.
   */
  function fail(reason: keyof typeof failures, login?: FinishedLogin, outage?: { readonly cause: unknown }): Response {
    report('login_failed', reason, outage?.cause)
    const url = toLoginUrl(parts, { returnTo: login?.returnPath })
    const status = reason === 'unavailable' ? 503 : 400
    const page = toPage(failures[reason], 'Try again', url, status)
    if (status === 503) page.headers.set('retry-after', '5')
    return withCookies(page, (!outage && login?.setCookies) || [])
  }

  /** Cookies with `SameSite=Strict` are not sent along redirects from another site, so a page of the app goes on. */
  async function toApp({ returnPath }: FinishedLogin, user: User, request: Request): Promise<Response> {
    const { appOrigin, cookies } = parts
    const url = returnPath ? appOrigin + returnPath : await toTargetUrl(parts, 'afterLogin', user, request)
    return cookies.sameSite === 'strict' ? toPage('You are logged in.', 'Continue', url) : toRedirect(url)
  }

  return async (request, visit, query) => {
    const login = await states.finish(visit, query.get('state') ?? '')
    if (!login) return fail('state')
    const code = query.get('code')
    if (query.has('error') || !code) return fail(query.has('error') ? 'denied' : 'code', login)
    const { tokens, refusal, cause } = await service.exchange(code, toRouteUrl(parts, 'callback'))
    if (refusal === 400) return fail('code', login)
    if (refusal) report('invalid_api_key', 'login')
    if (!tokens) return fail('unavailable', login, { cause })
    // From here on, the browser counts as having these tokens.
    const started = { ...visit, ...tokens }
    let found = await finder.conclude({ tokens }, started)
    const { user } = found.session
    if (!user) return fail('unavailable', login)
    const orgId = await chooseOrg(parts, user, visit, request)
    // Tokens of the login may be spent by that: fresh ones replace them, unless the service refuses or is away.
    if (orgId)
      found = await finder.conclude(await refresher.refresh(tokens.refreshToken, [orgId], visit.context, true), started)
    report('login')
    const setCookies = [...sessionCookies.write(found.current, visit), ...login.setCookies]
    return withCookies(await toApp(login, user, request), setCookies)
  }
}
