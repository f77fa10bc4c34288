import { toRouteUrl } from '../paths/login-url.js'
import { toReturnPath } from '../paths/return-path.js'
import { withCookies } from '../responses/headers.js'
import { toRedirect } from '../responses/responses.js'
import { startLogin } from '../state/login-state.js'
import type { Route } from './route.js'

/** Sends the browser to PropelAuth's page, with a state that only this browser can redeem. */
export const login: Route = async (app, visit, _, query, name) => {
  const { return_to_path, returnTo, ...params } = Object.fromEntries(query)
  const path = toReturnPath(app, return_to_path ?? returnTo)
  const { state, setCookies } = await startLogin(app, visit, path)
  // Parameters of the app go along, and those of the protocol replace them.
  const own = { redirect_uri: toRouteUrl(app, 'callback'), state, signup: `${name === 'signup'}` }
  const url = `${app.parts.origin}/propelauth/ssr/authorize?${new URLSearchParams({ ...params, ...own })}`
  return withCookies(toRedirect(url), setCookies)
}
