import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Project } from '../../domain/project/project.js'

/** The cookie of a login that is not complete. Its name is the emulator's. */
const COOKIE = 'login_step'

/** What is left to do: the second factor, or the confirmation of the address. */
export type PendingKind = 'mfa' | 'confirm'

export interface PendingLogin {
  readonly kind: PendingKind
  readonly token: string
}

const attributes = (project: Project) =>
  ({ path: '/api/fe', httpOnly: true, sameSite: 'Lax', secure: project.authUrl.startsWith('https:') }) as const

const MAX_AGE_SECONDS: Readonly<Record<PendingKind, number>> = { mfa: 600, confirm: 86_400 }

export function setPendingLogin(project: Project, c: Context, { kind, token }: PendingLogin): void {
  setCookie(c, COOKIE, `${kind}.${token}`, { ...attributes(project), maxAge: MAX_AGE_SECONDS[kind] })
}

export function readPendingLogin(c: Context): PendingLogin | undefined {
  const [, kind, token = ''] = /^(mfa|confirm)\.(\w+)$/.exec(getCookie(c, COOKIE) ?? '') ?? []
  return kind === 'mfa' || kind === 'confirm' ? { kind, token } : undefined
}

export const clearPendingLogin = (project: Project, c: Context): void => {
  deleteCookie(c, COOKIE, attributes(project))
}
