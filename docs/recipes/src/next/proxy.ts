import { buildAuthMiddleware } from '@propelauth/nextjs/server'
import { type NextRequest, NextResponse } from 'next/server'

/** The official proxy: refreshes the cookie `__pa_at` by `__pa_rt` where it has expired. */
const refresh = buildAuthMiddleware()

/**
 * The official proxy puts a fresh token into the response alone, and Next.js does not show that to route handlers: they
 * would still see the expired cookie. So what was refreshed is put into the request as well, and goes through once more.
 */
export async function proxy(request: NextRequest) {
  const response = await refresh(request)
  const fresh = response instanceof NextResponse && response.cookies.get('__pa_at')?.value
  if (!fresh) return response
  request.cookies.set('__pa_at', fresh)
  const again = await refresh(request)
  for (const cookie of response.headers.getSetCookie()) again.headers.append('set-cookie', cookie)
  return again
}

export const config = { matcher: ['/((?!_next/static|_next/image|favicon.ico).*)'] }
