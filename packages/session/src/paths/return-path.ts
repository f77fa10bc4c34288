import { isText } from '@propelauth-edge/core/adapter'
import { longestReturnPath } from '../options/limits.js'
import type { Settings } from '../options/settings.js'

/**
 * The path of a return target, if it is on the app's own origin: resolved as a browser resolves it, and serialised again
 * from the result. Targets on the routes of the session would go round in circles.
 */
export function toReturnPath({ appOrigin, basePath }: Settings, target: unknown): string | undefined {
  if (!isText(target) || !URL.canParse(target, appOrigin)) return undefined
  const { origin, username, password, pathname, search, hash } = new URL(target, appOrigin)
  // As a path of its own, one with two slashes would be the address of another host. A `blob:` URL has the origin of the
  // app and a path without a slash, which would go on with the host: `https://app.example.comhttps:`.
  if (origin !== appOrigin || username || password || !/^\/(?!\/)/.test(pathname)) return undefined
  const path = pathname + search + hash
  return isRoute(basePath, pathname) || encodeURIComponent(path).length > longestReturnPath ? undefined : path
}

/** Whether a path is one of the session's routes. At the root only the routes themselves are. */
const isRoute = (basePath: string, pathname: string) =>
  basePath ? `${pathname}/`.startsWith(`${basePath}/`) : /^\/(login|signup|callback|logout)\/?$/.test(pathname)
