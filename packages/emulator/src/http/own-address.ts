import type { Context } from 'hono'
import type { Project } from '../domain/project/project.js'
import {
  allowedReturnUrl,
  logoutTarget,
  type ReturnTarget,
  readReturnTarget,
  toLocation,
} from '../domain/project/return-target.js'

/** Host name and port from the request. `allowHosts` has checked the name. */
export const ownHost = (c: Context): string => new URL(c.req.url).host

/** The emulator's origin as the client sees it. */
export function ownOrigin(project: Project, c: Context): string {
  const { hostname, origin } = new URL(c.req.url)
  // The emulator may be behind a proxy that ends TLS, so the auth URL is right for its own host name.
  return hostname === new URL(project.authUrl).hostname && !isOtherPort(project, c) ? project.authUrl : origin
}

/** Whether the request comes from a page of the emulator itself. */
export function isOwnOrigin(project: Project, c: Context): boolean {
  const origin = c.req.header('Origin')
  return origin === new URL(project.authUrl).origin || origin === new URL(c.req.url).origin
}

/** Whether the client uses a forwarded port, as with containers and remote editors. */
function isOtherPort(project: Project, c: Context): boolean {
  const { port, protocol } = new URL(c.req.url)
  const authUrl = new URL(project.authUrl)
  return authUrl.protocol === protocol && authUrl.port !== port
}

/** A link from a message, for this client. Links in messages begin with the auth URL, which the client may not reach. */
export function ownLink(project: Project, c: Context, link: string): string {
  const url = allowedReturnUrl(project, link)
  return url ? toLocation(project, url, ownHost(c)) : link
}

/** A path of the emulator that keeps the return address of this page. */
export function ownPath(c: Context, path: string, query: Readonly<Record<string, string>> = {}): string {
  const rt = c.req.query('rt')
  const search = new URLSearchParams({ ...query, ...(rt ? { rt } : {}) }).toString()
  return search === '' ? path : `${path}?${search}`
}

/** The `rt` parameter of a hosted page. */
export const returnTarget = (project: Project, c: Context): ReturnTarget =>
  readReturnTarget(project, c.req.query('rt'), ownHost(c))

/** Where the browser goes after a logout: a URL of an app, or a path of the emulator. */
export const afterLogout = (project: Project, c: Context): string => logoutTarget(project, ownHost(c))
