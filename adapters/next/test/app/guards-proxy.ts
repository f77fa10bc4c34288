import { type NextRequest, NextResponse } from 'next/server'

/** Sets the fresh token as a cookie of the response, as PropelAuth's own proxy does after a refresh. */
export function proxy(request: NextRequest) {
  // Sessions have a page here. The hostile requests expect none.
  if (request.nextUrl.pathname === '/') return new NextResponse(null, { status: 404 })
  const response = NextResponse.next()
  const fresh = request.cookies.get('refreshed')?.value
  if (fresh) response.cookies.set('__pa_at', fresh === 'signed-out' ? '' : fresh)
  return response
}
