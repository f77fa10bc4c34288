import { endpoint } from '../endpoint/endpoint.js'
import type { Domain, Shape, Wire } from '../shapes/shape.js'
import { accepted, flag, json, object, optional, seconds, text } from '../shapes/shape.js'

const freshAccessTokenShape = object({
  accessToken: text,
  expiresAtSeconds: seconds,
  orgIdToOrgMemberInfo: optional(json),
  user: optional(json),
})
/** An access token and its claims, with unchanged keys. */
export interface FreshAccessToken extends Domain<typeof freshAccessTokenShape> {}
export interface FreshAccessTokenWire extends Wire<typeof freshAccessTokenShape> {}
const freshAccessToken: Shape<FreshAccessToken, FreshAccessTokenWire> = freshAccessTokenShape

const refreshedSessionShape = object({ refreshToken: text, accessToken: freshAccessToken })
/** Store `refreshToken`: the one that was sent may be invalid now. */
export interface RefreshedSession extends Domain<typeof refreshedSessionShape> {}
export interface RefreshedSessionWire extends Wire<typeof refreshedSessionShape> {}
const refreshedSession: Shape<RefreshedSession, RefreshedSessionWire> = refreshedSessionShape

/** Get a fresh access token for a session; null if the session has ended. */
export const refreshAccessTokenFromRefreshToken = endpoint({
  name: 'refreshAccessTokenFromRefreshToken',
  route: 'POST /api/backend/v1/refresh_token',
  host: 'auth',
  query: object({ withActiveOrgSupport: optional(flag), activeOrgId: optional(text) }),
  body: object({ refreshToken: text }),
  args: (refreshToken: string, activeOrgId?: string) => ({ refreshToken, activeOrgId, withActiveOrgSupport: true }),
  result: refreshedSession,
  // The service refuses a refresh token with 400 or 401.
  on: { 400: null, 401: null },
})

/** End a session. */
export const logoutRefreshToken = endpoint({
  name: 'logoutRefreshToken',
  route: 'POST /api/backend/v1/logout',
  host: 'auth',
  body: object({ refreshToken: text }),
  args: (refreshToken: string) => ({ refreshToken }),
  result: accepted,
})

const sessionTokensShape = object({ accessToken: text, refreshToken: text })
export interface SessionTokens extends Domain<typeof sessionTokensShape> {}
export interface SessionTokensWire extends Wire<typeof sessionTokensShape> {}
const sessionTokens: Shape<SessionTokens, SessionTokensWire> = sessionTokensShape

/** Exchange the code of a login callback for the tokens of a session. */
export const exchangeSsrCode = endpoint({
  name: 'exchangeSsrCode',
  route: 'POST /propelauth/ssr/token',
  host: 'auth',
  body: object({ redirectUri: text, code: text }),
  args: (redirectUri: string, code: string) => ({ redirectUri, code }),
  result: sessionTokens,
})
