/** A login keeps the path in a cookie, and several logins may be under way. */
const mostCharacters = 1_500

/**
 * The path of a return target, if it is on the app's own origin: resolved as a browser resolves it, and serialised again
 * from the result. Targets on the routes of the session would go round in circles.
 */
export function toReturnPath(target: unknown, appOrigin: string, basePath: string): string | undefined {
  if (typeof target !== 'string' || target === '' || target.length > mostCharacters) return undefined
  if (!URL.canParse(target, appOrigin)) return undefined
  const { origin, username, password, pathname, search, hash } = new URL(target, appOrigin)
  if (origin !== appOrigin || username || password) return undefined
  // As a path of its own, this would be the address of another host.
  if (pathname.startsWith('//')) return undefined
  if (isBelow(pathname, basePath)) return undefined
  const path = pathname + search + hash
  return encodeURIComponent(path).length > mostCharacters ? undefined : path
}

/** Whether a path is one of the session's routes. At the root only the routes themselves are. */
const isBelow = (pathname: string, basePath: string) =>
  basePath ? `${pathname}/`.startsWith(`${basePath}/`) : /^\/(login|signup|callback|logout)\/?$/.test(pathname)
