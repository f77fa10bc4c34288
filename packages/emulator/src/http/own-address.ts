import type { Context } from 'hono'
import type { Project } from '../domain/project/project.js'
import { allowedReturnUrl, type ReturnTarget, readReturnTarget, toLocation } from '../domain/project/return-target.js'

/** Host name and port that the client uses for the emulator. The guard of host names has accepted them. */
export const ownHost = (c: Context): string => new URL(c.req.url).host

/** The emulator's origin as the client sees it: that of the auth URL, or of another name that leads here. */
export function ownOrigin(project: Project, c: Context): string {
  const { hostname, origin } = new URL(c.req.url)
  // A proxy in front may speak https, so for the name of the auth URL that URL counts.
  return hostname === new URL(project.authUrl).hostname && !isOtherPort(project, c) ? project.authUrl : origin
}

/** A forwarded port of this machine, as containers and remote editors have. */
function isOtherPort(project: Project, c: Context): boolean {
  const { port, protocol } = new URL(c.req.url)
  const authUrl = new URL(project.authUrl)
  return authUrl.protocol === protocol && authUrl.port !== port
}

/** A link to a page of the emulator, as it works for this client: messages carry it with the auth URL. */
export function ownLink(project: Project, c: Context, link: string): string {
  const url = allowedReturnUrl(project, link)
  return url ? toLocation(project, url, ownHost(c)) : link
}

/** The `rt` parameter of a hosted page. */
export const returnTarget = (project: Project, c: Context): ReturnTarget =>
  readReturnTarget(project, c.req.query('rt'), ownHost(c))
