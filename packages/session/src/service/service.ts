import { fetchUncached, toJson, within } from '@propelauth-edge/core/adapter'
import { createTransport, type WireResponse } from '@propelauth-edge/management'
import type { Tokens } from '../cookies/session-cookies.js'
import type { Settings } from '../options/settings.js'

/** Sends a request to the service with the API key. */
export type Send = ReturnType<typeof createTransport>['send']

/** The settings, with the connection to the service. */
export interface Connected extends Settings {
  readonly send: Send
}

/** @throws {TypeError} for an API key that no header can have, and for a `baseUrl` that would show it to the network */
export function connect({ parts, apiKey, baseUrl, timeoutMs, fetch }: Settings): Send {
  const { origin: authUrl, rules } = parts
  const allowEmulator = rules.allowEmulator && 'remote'
  return createTransport({ authUrl, apiKey, allowEmulator, baseUrl, fetch, timeoutMs, maxRetries: 1 }).send
}

/** The answer of the service to a call with the API key: tokens, or a refusal, or neither while it is away. */
export interface Answer {
  readonly tokens?: Tokens
  /**
   * The status of an answer that is about this call alone: 400 or 401 if the code or the refresh token is refused, or the
   * API key; another 4xx, but 429, if something else is wrong with it.
   */
  readonly refusal?: number
  readonly retryAfterSeconds?: number | undefined
  readonly cause?: unknown
}

/** What the service answers, or why it does not. */
type Sent = Partial<WireResponse> & { readonly cause?: unknown }

const call = (app: Connected, path: string, body?: object): Promise<Sent> =>
  app
    .send({ operation: path, method: body ? 'POST' : 'GET', host: undefined, path, body: body && JSON.stringify(body) })
    .catch((cause) => ({ cause }))

async function ask(app: Connected, path: string, body: object, orgId?: string): Promise<Answer> {
  const { status = 0, text, retryAfterSeconds, cause } = await call(app, path, body)
  try {
    if (cause) throw cause
    const { access_token: given, refresh_token: refreshToken } = Object(toJson({ status, text }))
    // A text after a login, and an object with the text after a refresh.
    const accessToken = given?.access_token ?? given
    if ([accessToken, refreshToken].every((token) => typeof token === 'string' && token))
      return { tokens: { accessToken, refreshToken, orgId } }
    throw new Error('an answer without tokens')
  } catch (cause) {
    return { refusal: /^4(?!29)/.test(`${status}`) ? status : 0, retryAfterSeconds, cause }
  }
}

export const exchangeCode = (app: Connected, code: string, redirectUri: string): Promise<Answer> =>
  ask(app, '/propelauth/ssr/token', { redirect_uri: redirectUri, code })

/** With an org, the access token is for that org alone. */
export function refreshTokens(app: Connected, refreshToken: string, orgId?: string): Promise<Answer> {
  const query = orgId ? `?with_active_org_support=true&active_org_id=${orgId}` : ''
  return ask(app, `/api/backend/v1/refresh_token${query}`, { refresh_token: refreshToken }, orgId)
}

/** The status of a call that needs the API key alone; `undefined` while the service is away. */
export const probeApiKey = async (app: Connected): Promise<number | undefined> =>
  (await call(app, '/api/v1/token_verification_metadata')).status

/** Ends the session at the service. Gives back why it failed, if it did. */
export async function endSession(app: Connected, refreshToken: string): Promise<unknown> {
  const { status = 0, cause } = await call(app, '/api/backend/v1/logout', { refresh_token: refreshToken })
  return status < 300 ? cause : new Error(`status ${status}`)
}

/** The profile of the user of an access token; `refused` for 401. Rejects for everything else. */
export const fetchProfile = (app: Connected, accessToken: string): Promise<unknown> =>
  within(app.timeoutMs, async (signal) => {
    const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' }
    const url = `${app.baseUrl}/propelauth/oauth/userinfo`
    const answer = await fetchUncached(app, url, signal, headers)
    return answer.status === 401 ? 'refused' : toJson(answer)
  })
