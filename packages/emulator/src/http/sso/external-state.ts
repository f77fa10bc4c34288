import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Project } from '../../domain/project/project.js'
import { finishExternalLogin, startExternalLogin } from '../../domain/social/external-logins.js'
import type { JsonObject } from '../../values/json.js'
import { isSameSecret } from '../../values/secrets.js'

const COOKIE = 'emu_external_login'
const MAX_AGE_SECONDS = 600

const attributes = (project: Project) =>
  ({ path: '/', httpOnly: true, sameSite: 'Lax', secure: project.authUrl.startsWith('https:') }) as const

/** Starts a login at another provider that comes back to this browser by a redirect. Returns the `state`. */
export function startLogin(project: Project, c: Context, purpose: 'oidc' | 'social', data: JsonObject): string {
  const state = startExternalLogin(project, purpose, data)
  setCookie(c, COOKIE, state, { ...attributes(project), maxAge: MAX_AGE_SECONDS })
  return state
}

/** The data of the login that this browser has started. A page cannot log a browser in with a state of its own. */
export function finishLogin(project: Project, c: Context, purpose: 'oidc' | 'social'): JsonObject | undefined {
  const state = c.req.query('state') ?? ''
  const isOfBrowser = isSameSecret(getCookie(c, COOKIE) ?? '', state)
  deleteCookie(c, COOKIE, attributes(project))
  return isOfBrowser ? finishExternalLogin(project, purpose, state) : undefined
}
