import { forwardCookies, type RequestContext, type Session, type Sessions } from '@propelauth-edge/session'
import { type NextRequest, NextResponse } from 'next/server.js'

/** Headers that the proxy alone sets, by the names of PropelAuth's own library. */
const prefix = 'x-propelauth-'
export const pathHeader = `${prefix}current-path`

/** What is used of sessions, whatever the roles and permissions. */
interface SessionSource extends Pick<Sessions, 'loginUrl'> {
  getSession(
    request: NextRequest,
    context?: RequestContext,
  ): Promise<Pick<Session, 'accessToken' | 'apply' | 'setCookies'>>
}

/** The headers that the app gets. Those of the library that a client sent are dropped. */
function toOwnHeaders(request: NextRequest, appOrigin: string, path: string): Headers {
  const headers = new Headers(request.headers)
  for (const name of [...headers.keys()]) if (name.startsWith(prefix)) headers.delete(name)
  headers.set(pathHeader, path)
  headers.set(`${prefix}current-url`, appOrigin + path)
  return headers
}

/**
 * Lets a request go on to the app, with its session refreshed. New cookies go to the browser, and to the app in place of
 * the old ones. The session's own routes refresh it themselves: cookies of two answers would contradict each other.
 */
export async function passOn(
  sessions: SessionSource,
  request: NextRequest,
  context?: RequestContext,
): Promise<NextResponse> {
  const login = new URL(sessions.loginUrl())
  const { pathname, search } = new URL(request.nextUrl.href)
  const headers = toOwnHeaders(request, login.origin, pathname + search)
  if (pathname.startsWith(new URL('.', login).pathname)) return NextResponse.next({ request: { headers } })
  const session = await sessions.getSession(request, context)
  const { headers: answer } = session.apply(new Response())
  // A page without a change stays cacheable, unless Next.js says otherwise.
  if (!answer.has('set-cookie')) return NextResponse.next({ request: { headers } })
  headers.set('cookie', forwardCookies(session, request.headers.get('cookie')))
  return NextResponse.next({ request: { headers }, headers: answer })
}
