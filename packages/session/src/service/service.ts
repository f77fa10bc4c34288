import { fetchUncached, toJson, within } from '@propelauth-edge/core/adapter'
import { createTransport, type Transport, type WireResponse } from '@propelauth-edge/management'
import type { Settings } from '../options/settings.js'

/** The answer of the service to a call with the API key. */
export type Answer =
  | { readonly status: 'tokens'; readonly accessToken: string; readonly refreshToken: string }
  /** 400 or 401: the code or the refresh token is refused, or the API key. */
  | { readonly status: 'refused'; readonly httpStatus: number }
  | { readonly status: 'unavailable'; readonly retryAfterSeconds?: number | undefined; readonly cause: unknown }

export interface Service {
  exchange(code: string, redirectUri: string): Promise<Answer>
  /** With an org, the access token is for that org alone. */
  refresh(refreshToken: string, orgId?: string): Promise<Answer>
  /** Whether the service accepts the API key. */
  probe(): Promise<'accepted' | 'refused' | 'unavailable'>
  /** Ends the session at the service. Rejects if the call fails. */
  logout(refreshToken: string): Promise<void>
  /** The profile of the user of an access token; `refused` for 401. Rejects for everything else. */
  fetchProfile(accessToken: string): Promise<unknown>
}

function connect({ auth, apiKey, baseUrl, timeoutMs, fetch }: Settings): Transport {
  const { origin } = auth
  const allowEmulator = auth.allowEmulator && (origin.startsWith('https:') ? 'remote' : true)
  return createTransport({ authUrl: origin, apiKey, allowEmulator, baseUrl, fetch, timeoutMs, maxRetries: 1 })
}

type Json = Readonly<Record<string, unknown>>

function parse(text: string): Json {
  try {
    return Object(JSON.parse(text)) as Json
  } catch {
    return {}
  }
}

const isSuccess = (status: number) => status >= 200 && status < 300

/** `access_token` is a text after a login, and an object with the text after a refresh. */
function toAnswer({ status, text, retryAfterSeconds }: WireResponse): Answer {
  if (status === 400 || status === 401) return { status: 'refused', httpStatus: status }
  const { access_token: given, refresh_token: refreshToken } = isSuccess(status) ? parse(text) : {}
  const accessToken = typeof given === 'string' ? given : (Object(given) as Json).access_token
  if (typeof accessToken === 'string' && accessToken && typeof refreshToken === 'string' && refreshToken)
    return { status: 'tokens', accessToken, refreshToken }
  return { status: 'unavailable', retryAfterSeconds, cause: new Error(`unexpected answer with status ${status}`) }
}

/** The calls of the protocol. Throws nothing but wrong options: an outage is an answer. */
export function createService(settings: Settings): Service {
  const { send } = connect(settings)
  const { baseUrl, fetch, timeoutMs } = settings

  const post = (operation: string, path: string, body: object) =>
    send({ operation, method: 'POST', host: undefined, path, body: JSON.stringify(body) })

  const ask = (operation: string, path: string, body: object): Promise<Answer> =>
    post(operation, path, body).then(toAnswer, (cause) => ({ status: 'unavailable', cause }))

  return {
    exchange: (code, redirectUri) => ask('exchangeCode', '/propelauth/ssr/token', { redirect_uri: redirectUri, code }),

    refresh(refreshToken, orgId) {
      const query = orgId ? `?with_active_org_support=true&active_org_id=${orgId}` : ''
      return ask('refreshSession', `/api/backend/v1/refresh_token${query}`, { refresh_token: refreshToken })
    },

    async probe() {
      const path = '/api/v1/token_verification_metadata'
      const request = { operation: 'probeApiKey', method: 'GET', host: undefined, path, body: undefined }
      const { status } = await send(request).catch(() => ({ status: 0 }))
      if (isSuccess(status)) return 'accepted'
      return status === 401 ? 'refused' : 'unavailable'
    },

    async logout(refreshToken) {
      const { status } = await post('logout', '/api/backend/v1/logout', { refresh_token: refreshToken })
      if (!isSuccess(status)) throw new Error(`status ${status}`)
    },

    fetchProfile: (accessToken) =>
      within(timeoutMs, async (signal) => {
        const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' }
        const answer = await fetchUncached({ fetch }, `${baseUrl}/propelauth/oauth/userinfo`, signal, headers)
        return answer.status === 401 ? 'refused' : toJson(answer)
      }),
  }
}
