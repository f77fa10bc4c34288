import { returnParameters } from '../paths/login-url.js'
import { toReturnPath } from '../paths/return-path.js'
import { withCookies } from '../responses/headers.js'
import { toRedirect } from '../responses/responses.js'
import { startLogin } from '../state/login-state.js'
import type { Route } from './route.js'

export const callbackUrl = ({ appOrigin, basePath }: { readonly appOrigin: string; readonly basePath: string }) =>
  `${appOrigin}${basePath}/callback`

/** Sends the browser to PropelAuth's page, with a state that only this browser can redeem. */
const startAt =
  (signup: boolean): Route =>
  async (request, _, { settings }) => {
    const { appOrigin, basePath, auth } = settings
    const { searchParams } = new URL(request.url, appOrigin)
    const target = returnParameters.map((name) => searchParams.get(name)).find((value) => value !== null)
    const returnPath = toReturnPath(target, appOrigin, basePath) ?? ''
    const { state, setCookies } = await startLogin(request, returnPath, settings)
    const url = new URL(`${auth.origin}/propelauth/ssr/authorize`)
    // Parameters of the app first, so that they cannot replace those of the protocol.
    for (const [name, value] of searchParams)
      if (!(returnParameters as readonly string[]).includes(name)) url.searchParams.set(name, value)
    url.searchParams.set('redirect_uri', callbackUrl(settings))
    url.searchParams.set('state', state)
    url.searchParams.set('signup', String(signup))
    return withCookies(toRedirect(url.href), setCookies)
  }

export const login = startAt(false)
export const signup = startAt(true)
