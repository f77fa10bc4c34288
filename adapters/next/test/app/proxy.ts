import { type NextRequest, NextResponse } from 'next/server'

/** Does what PropelAuth's own proxy does after a refresh: the fresh token goes into a cookie of the response. */
export function proxy(request: NextRequest) {
  const response = NextResponse.next()
  const fresh = request.cookies.get('refreshed')?.value
  if (fresh) response.cookies.set('__pa_at', fresh === 'signed-out' ? '' : fresh)
  return response
}
