import { fetchUncached, toJson, within } from '@propelauth-edge/core/adapter'
import { createTransport, type WireResponse } from '@propelauth-edge/management'
import type { Tokens } from '../cookies/session-cookies.js'
import type { Settings } from '../options/settings.js'

/** The answer of the service to a call with the API key: tokens, or a refusal, or neither while it is away. */
export interface Answer {
  readonly tokens?: Tokens
  /** 400 or 401: the code or the refresh token is refused, or the API key. */
  readonly refusal?: number
  readonly retryAfterSeconds?: number | undefined
  readonly cause?: unknown
}

export interface Service {
  exchange(code: string, redirectUri: string): Promise<Answer>
  /** With an org, the access token is for that org alone. */
  refresh(refreshToken: string, orgId?: string): Promise<Answer>
  /** The status of a call that needs the API key alone; 0 while the service is away. */
  probe(): Promise<number>
  /** Ends the session at the service. Rejects if the call fails. */
  logout(refreshToken: string): Promise<void>
  /** The profile of the user of an access token; `refused` for 401. Rejects for everything else. */
  fetchProfile(accessToken: string): Promise<unknown>
}

export const isSuccess = (status: number): boolean => status >= 200 && status < 300

function toAnswer(answer: WireResponse, orgId: string | undefined): Answer {
  const { status, retryAfterSeconds } = answer
  if (status === 400 || status === 401) return { refusal: status }
  try {
    const { access_token: given, refresh_token: refreshToken } = Object(toJson(answer))
    // A text after a login, and an object with the text after a refresh.
    const accessToken = given?.access_token ?? given
    if ([accessToken, refreshToken].every((token) => typeof token === 'string' && token))
      return { tokens: { accessToken, refreshToken, orgId } }
    throw new Error('an answer without tokens')
  } catch (cause) {
    return { retryAfterSeconds, cause }
  }
}

/** The calls of the protocol. An outage is an answer. */
export function createService(settings: Settings): Service {
  const { auth, apiKey, baseUrl, timeoutMs, fetch } = settings
  const { origin: authUrl } = auth
  const allowEmulator = auth.rules.allowEmulator && (authUrl.startsWith('https:') ? 'remote' : true)
  const { send } = createTransport({ authUrl, apiKey, allowEmulator, baseUrl, fetch, timeoutMs, maxRetries: 1 })

  const call = (path: string, body?: object) => {
    const method = body ? 'POST' : 'GET'
    return send({ operation: path, method, host: undefined, path, body: body && JSON.stringify(body) })
  }

  const ask = (path: string, body: object, orgId?: string): Promise<Answer> =>
    call(path, body).then(
      (answer) => toAnswer(answer, orgId),
      (cause) => ({ cause }),
    )

  return {
    exchange: (code, redirectUri) => ask('/propelauth/ssr/token', { redirect_uri: redirectUri, code }),

    refresh: (refreshToken, orgId) => {
      const query = orgId ? `?with_active_org_support=true&active_org_id=${orgId}` : ''
      return ask(`/api/backend/v1/refresh_token${query}`, { refresh_token: refreshToken }, orgId)
    },

    probe: () =>
      call('/api/v1/token_verification_metadata').then(
        ({ status }) => status,
        () => 0,
      ),

    async logout(refreshToken) {
      const { status } = await call('/api/backend/v1/logout', { refresh_token: refreshToken })
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
