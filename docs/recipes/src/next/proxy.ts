import { buildAuthMiddleware } from '@propelauth/nextjs/server'
import { type NextRequest, NextResponse } from 'next/server'

/** The official proxy: refreshes an expired cookie `__pa_at` with `__pa_rt`. */
const refresh = buildAuthMiddleware()

/**
 * The official proxy sets the fresh token only on the response, where route handlers do not see it: they read the expired
 * cookie of the request. So the fresh token is also set on the request, which then passes the official proxy again.
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
