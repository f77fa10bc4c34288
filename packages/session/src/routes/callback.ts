import {
  readStoredSession,
  type StoredSession,
  storeSession,
  type Tokens,
  toOrgId,
} from '../cookies/session-cookies.js'
import type { RequestContext } from '../options/request-context.js'
import type { Settings } from '../options/settings.js'
import { toLoginUrl } from '../paths/login-url.js'
import { withCookies } from '../responses/headers.js'
import { toPage, toRedirect } from '../responses/responses.js'
import type { Answer } from '../service/service.js'
import { type Verified, verify } from '../service/verify.js'
import { type FinishedLogin, finishLogin } from '../state/login-state.js'
import { callbackUrl } from './login.js'
import { type Route, type RouteParts, runOption, toTargetUrl } from './route.js'

/** Why a login failed: the status of the page, and what it says. The words go with the event. */
const failures = {
  state: [400, 'This login has expired, or was started in another browser.'],
  denied: [400, 'The login was cancelled.'],
  code: [400, 'This login has been used already, or took too long.'],
  unavailable: [503, 'The login service cannot be reached. Please try again in a moment.'],
} as const

/** A page with a link to try again. Never a redirect: without cookies, the browser would go round in circles. */
function fail(settings: Settings, reason: keyof typeof failures, returnPath = '', cause?: unknown): Response {
  settings.report({ type: 'login_failed', code: reason, cause })
  const [status, text] = failures[reason]
  const url = toLoginUrl(settings, { returnTo: returnPath })
  const page = toPage({ title: 'Log in', text, link: ['Try again', url] }, status)
  if (status === 503) page.headers.set('retry-after', '5')
  return page
}

/** The page for a code without tokens. After an outage the state stays, so that a reload can succeed. */
function failExchange(
  answer: Exclude<Answer, { status: 'tokens' }>,
  { returnPath, setCookies }: FinishedLogin,
  settings: Settings,
): Response {
  if (answer.status === 'refused' && answer.httpStatus === 400)
    return withCookies(fail(settings, 'code', returnPath), setCookies)
  if (answer.status === 'unavailable') return fail(settings, 'unavailable', returnPath, answer.cause)
  settings.report({ type: 'invalid_api_key', code: 'login' })
  return fail(settings, 'unavailable', returnPath)
}

/** The org of this browser's last session, else that of the option; none where the user is no member. */
async function chooseOrg({ user }: Verified, stored: StoredSession, request: Request, settings: Settings) {
  const isMember = (orgId: string | undefined) => orgId !== undefined && user.getOrg(orgId) !== undefined
  if (isMember(stored.orgId)) return stored.orgId
  const { defaultOrg } = settings
  const chosen = toOrgId(defaultOrg && (await runOption(settings, 'defaultOrg', () => defaultOrg(user, request))))
  return isMember(chosen) ? chosen : undefined
}

/** The tokens for the org, or those of the login where the service refuses that or is away. */
async function activateOrg(
  tokens: Tokens,
  orgId: string | undefined,
  userId: string,
  { settings, refresher }: RouteParts,
  context: RequestContext,
): Promise<Tokens> {
  if (!orgId) return tokens
  const outcome = await refresher.refresh({ refreshToken: tokens.refreshToken, orgId, force: true }, context)
  if (outcome.status !== 'fresh') return tokens
  const verified = await verify(settings, outcome.tokens.accessToken, context)
  // Tokens of the login may be spent now: fresh ones replace them, unless they are of another user.
  return verified.ok && verified.user.userId !== userId ? tokens : outcome.tokens
}

/** Ends a login: state, code, tokens, user, org, cookies. */
export const callback: Route = async (request, context, parts) => {
  const { settings, service } = parts
  const { searchParams } = new URL(request.url, settings.appOrigin)
  const login = await finishLogin(request, searchParams.get('state') ?? '', settings)
  if (!login) return fail(settings, 'state')
  const code = searchParams.get('code')
  if (searchParams.has('error')) return withCookies(fail(settings, 'denied', login.returnPath), login.setCookies)
  if (!code) return withCookies(fail(settings, 'code', login.returnPath), login.setCookies)
  const answer = await service.exchange(code, callbackUrl(settings))
  if (answer.status !== 'tokens') return failExchange(answer, login, settings)
  const verified = await verify(settings, answer.accessToken, context)
  if (!verified.ok) {
    settings.report({ type: 'invalid_token', code: verified.code })
    return withCookies(fail(settings, 'unavailable', login.returnPath), login.setCookies)
  }
  const stored = readStoredSession(request.headers.get('cookie'), settings.cookies)
  const orgId = await chooseOrg(verified, stored, request, settings)
  const tokens = await activateOrg(answer, orgId, verified.user.userId, parts, context)
  const cookies = [...storeSession(tokens, stored, settings.cookies, settings.report), ...login.setCookies]
  settings.report({ type: 'login' })
  return withCookies(await toApp(login, verified, request, settings), cookies)
}

/** Cookies with `SameSite=Strict` are not sent along redirects from another site, so a page of the app goes on. */
async function toApp({ returnPath }: FinishedLogin, { user }: Verified, request: Request, settings: Settings) {
  const { appOrigin, afterLogin, cookies } = settings
  const url = returnPath ? appOrigin + returnPath : await toTargetUrl(settings, 'afterLogin', afterLogin, user, request)
  if (cookies.sameSite !== 'Strict') return toRedirect(url)
  return toPage({ title: 'Logged in', text: '', link: ['Continue', url], follow: true }, 200)
}
