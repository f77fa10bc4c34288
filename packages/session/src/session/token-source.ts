import type { TokenSource } from '@propelauth-edge/core'
import { refuseCrossSite } from '@propelauth-edge/core/adapter'
import { readStoredSession } from '../cookies/session-cookies.js'
import type { Settings } from '../options/settings.js'

/** Reads the access token of the session, for guards. It is not refreshed: that is for `getSession`. */
export const createTokenSource =
  ({ cookies, appOrigin }: Settings): TokenSource =>
  (request) => {
    const { accessToken } = readStoredSession(request.headers.get('cookie'), cookies)
    return accessToken ? (refuseCrossSite(request, undefined, () => appOrigin) ?? accessToken) : null
  }
