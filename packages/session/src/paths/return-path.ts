import { isText } from '@propelauth-edge/core/adapter'
import { longestReturnPath } from '../options/limits.js'
import type { Settings } from '../options/settings.js'

/**
 * The path of a return target, if it is on the app's own origin: resolved as a browser resolves it, and serialised again
 * from the result. Targets on the routes of the session would go round in circles.
 */
export function toReturnPath({ appUrl, basePath }: Settings, target: unknown): string | undefined {
  if (!isText(target) || !URL.canParse(target, appUrl)) return undefined
  const { href, pathname } = new URL(target, appUrl)
  const path = href.slice(appUrl.length)
  // As a path of its own, one with two slashes would be the address of another host. A name and a password, a port, and
  // the rest of a longer host would come before the slash.
  if (!href.startsWith(appUrl) || !/^\/(?!\/)/.test(path)) return undefined
  return isRoute(basePath, pathname) || encodeURIComponent(path).length > longestReturnPath ? undefined : path
}

/** Whether a path is one of the session's routes. At the root only the routes themselves are. */
const isRoute = (basePath: string, pathname: string) =>
  basePath ? `${pathname}/`.startsWith(`${basePath}/`) : /^\/(login|signup|callback|logout)\/?$/.test(pathname)
