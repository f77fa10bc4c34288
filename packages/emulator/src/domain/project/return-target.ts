import { isLoopbackHost } from './app-origins.js'
import type { Project } from './project.js'

/** Where the browser goes after signing in. */
export interface ReturnTarget {
  /**
   * An absolute URL for an app, a path for a page of the emulator. A session cookie belongs to one host name, so a
   * browser that uses 127.0.0.1 or a forwarded port must stay there.
   */
  readonly location: string
  /** The requested URL is not allowed. `location` is then the default. */
  readonly refused: boolean
}

/**
 * Reads the `rt` parameter, the return URL in base64. Accepts http(s) URLs of allowed apps and of the emulator itself.
 * The result is serialized from the parsed URL.
 * @param host host name and port that the browser uses for the emulator
 */
export function readReturnTarget(project: Project, rt: string | undefined, host: string): ReturnTarget {
  const home = project.appOrigins.home ?? '/account'
  if (!rt) return { location: home, refused: false }
  // In a query, an unescaped plus sign arrives as a space.
  const url = allowedReturnUrl(project, Buffer.from(rt.replaceAll(' ', '+'), 'base64').toString('utf8'), host)
  return url ? { location: toLocation(project, url, host), refused: false } : { location: home, refused: true }
}

/**
 * The location after a logout: the logout URL, otherwise the first configured app, otherwise the login page.
 * @param host host name and port that the browser uses for the emulator
 */
export function logoutTarget(project: Project, host: string): string {
  const { logoutUrl, home } = project.appOrigins
  const url = allowedReturnUrl(project, logoutUrl ?? home ?? '', host)
  return url ? toLocation(project, url, host) : '/login'
}

type Addresses = Pick<Project, 'authUrl' | 'appOrigins'>

/** The parsed URL if it is allowed as a return target, otherwise undefined. */
export function allowedReturnUrl(
  project: Addresses,
  text: string,
  host = new URL(project.authUrl).host,
): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined
  if (url.username !== '' || url.password !== '') return undefined
  return isOwn(project, url, host) || project.appOrigins.allows(url.origin) ? url : undefined
}

/** See {@link ReturnTarget.location}. */
export function toLocation(project: Project, url: URL, host: string): string {
  if (!isOwn(project, url, host)) return url.href
  // A path that starts with two slashes would be a URL of another host.
  return url.pathname.replace(/^\/+/, '/') + url.search + url.hash
}

/** Whether the URL leads to the emulator, under any of its host names. */
function isOwn(project: Addresses, url: URL, host: string): boolean {
  const authUrl = new URL(project.authUrl)
  if (url.origin === authUrl.origin || url.host === host) return true
  const ports = [authUrl.port, new URL(`http://${host}`).port]
  return url.protocol === 'http:' && isLoopbackHost(url.hostname) && ports.includes(url.port)
}

/** The origin of the app at the end of the redirects. The SSR route of the emulator redirects to the app in turn. */
export function finalOrigin(project: Project, location: string): string | undefined {
  if (!location.startsWith('/')) return new URL(location).origin
  const { searchParams } = new URL(location, project.authUrl)
  return allowedReturnUrl(project, searchParams.get('redirect_uri') ?? '')?.origin
}
