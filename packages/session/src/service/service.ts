import { isText, toJson } from '@propelauth-edge/core/adapter'
import { createTransport, type WireResponse } from '@propelauth-edge/management'
import type { Tokens } from '../cookies/session-cookies.js'
import type { Settings } from '../options/settings.js'
import { toRouteUrl } from '../paths/login-url.js'

/** Sends a request to the service with the API key. */
export type Send = ReturnType<typeof createTransport>['send']

/** The settings, with the connection to the service. */
export interface Connected extends Settings {
  readonly send: Send
}

/** @throws {TypeError} for an API key that no header can have, and for a `baseUrl` that would show it to the network */
export const connect = ({ parts, apiKey, baseUrl, timeoutMs, fetch }: Settings): Send =>
  createTransport({
    authUrl: parts.origin,
    apiKey,
    allowEmulator: parts.rules.allowEmulator && 'remote',
    baseUrl,
    fetch,
    timeoutMs,
    maxRetries: 1,
  }).send

/** What the service answers to a call with the API key, or why it does not. */
export interface Answer extends Partial<WireResponse> {
  readonly tokens?: Tokens
  readonly cause?: unknown
}

/** Whether an answer is about its call alone: the service is there, and neither away nor asking for a pause. */
export const isRefused = ({ status }: Answer): boolean => /^4(?!29)/.test(`${status}`)

/** An outage is an answer. */
const call = (app: Connected, path: string, body?: object, token?: string): Promise<Answer> =>
  app
    .send({
      operation: path,
      method: body ? 'POST' : 'GET',
      host: undefined,
      path,
      body: body && JSON.stringify(body),
      token,
    })
    .catch((cause) => ({ cause }))

async function askForTokens(app: Connected, path: string, body: object, orgId?: string): Promise<Answer> {
  const answer = await call(app, path, body)
  try {
    const { access_token: given, refresh_token: refreshToken } = Object(toJson(answer as WireResponse))
    // A text after a login, and an object with the text after a refresh.
    const accessToken = given?.access_token ?? given
    if ([accessToken, refreshToken].every(isText)) return { tokens: { accessToken, refreshToken, orgId } }
    throw new Error('no tokens')
  } catch (cause) {
    return { cause, ...answer }
  }
}

export const exchangeCode = (app: Connected, code: string): Promise<Answer> =>
  askForTokens(app, '/propelauth/ssr/token', { redirect_uri: toRouteUrl(app, 'callback'), code })

/** The orgs to refresh for, in order. A refusal can mean the org: after the last one, the refresh is for none. */
export type OrgIds = readonly (string | undefined)[]

/** With an org, the access token is for that org alone. */
export async function refreshTokens(app: Connected, refreshToken: string, [orgId, ...others]: OrgIds): Promise<Answer> {
  const path = '/api/backend/v1/refresh_token'
  const orgPath = orgId ? `${path}?with_active_org_support=true&active_org_id=${orgId}` : path
  const answer = await askForTokens(app, orgPath, { refresh_token: refreshToken }, orgId)
  return orgId && isRefused(answer) ? refreshTokens(app, refreshToken, others) : answer
}

/** The status of a call that needs the API key alone; `undefined` while the service is away, or a page is in its place. */
export async function probeApiKey(app: Connected): Promise<number | undefined> {
  const { status, text } = await call(app, '/api/v1/token_verification_metadata')
  return status === 200 && text?.[0] !== '{' ? undefined : status
}

/** Ends the session at the service. Gives back why it failed, if it did. */
export async function endSession(app: Connected, refreshToken: string): Promise<unknown> {
  const { status = 0, cause } = await call(app, '/api/backend/v1/logout', { refresh_token: refreshToken })
  return status < 300 ? cause : new Error(`status ${status}`)
}

/** The profile of the user of an access token; `refused` for 401. Rejects for everything else. */
export const fetchProfile = async (app: Connected, accessToken: string): Promise<unknown> => {
  const answer = await call(app, '/propelauth/oauth/userinfo', undefined, accessToken)
  return answer.status === 401 ? 'refused' : toJson(answer as WireResponse)
}
