import { toRouteUrl } from '../paths/login-url.js'
import { toReturnPath } from '../paths/return-path.js'
import { withCookies } from '../responses/headers.js'
import { toRedirect } from '../responses/responses.js'
import type { Route, RouteParts } from './route.js'

/** Sends the browser to PropelAuth's page, with a state that only this browser can redeem. */
export const createLogin =
  (parts: RouteParts, signup: boolean): Route =>
  async (_, visit, query) => {
    const { return_to_path, returnTo, ...params } = Object.fromEntries(query)
    const returnPath = toReturnPath(return_to_path ?? returnTo, parts)
    const { state, setCookies } = await parts.states.start(visit, returnPath)
    // Parameters of the app go along, and those of the protocol replace them.
    const own = { redirect_uri: toRouteUrl(parts, 'callback'), state, signup: String(signup) }
    const url = `${parts.auth.origin}/propelauth/ssr/authorize?${new URLSearchParams({ ...params, ...own })}`
    return withCookies(toRedirect(url), setCookies)
  }
