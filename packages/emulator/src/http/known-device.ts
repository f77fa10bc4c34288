import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { Project } from '../domain/project/project.js'
import { rememberDevice } from '../domain/users/known-devices.js'
import { MAX_AGE_SECONDS } from './session-cookie.js'

/** The cookie of a browser that needs no second factor. Its name is the emulator's. */
const COOKIE = 'known_device'

export const readDevice = (c: Context): string | undefined => getCookie(c, COOKIE)

/** Remembers the browser for the user. */
export function setDeviceCookie(project: Project, c: Context, userId: string): void {
  const { token, lifetimeSeconds } = rememberDevice(project, userId)
  const secure = project.authUrl.startsWith('https:')
  const maxAge = Math.min(lifetimeSeconds, MAX_AGE_SECONDS)
  setCookie(c, COOKIE, token, { path: '/', httpOnly: true, sameSite: 'Lax', secure, maxAge })
}
