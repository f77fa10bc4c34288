import { NextResponse } from 'next/server'
import { cookie, propelAuth } from '../../auth'

/** Keeps the token of the Authorization header in a cookie. A page of another site cannot send that header. */
export const POST = propelAuth.withUser((request) => {
  const token = request.headers.get('authorization')?.slice('Bearer '.length) ?? ''
  const secure = request.nextUrl.protocol === 'https:'
  const response = new NextResponse(null, { status: 204 })
  response.cookies.set(cookie, token, { httpOnly: true, sameSite: 'lax', secure })
  return response
})

export function DELETE() {
  const response = new NextResponse(null, { status: 204 })
  response.cookies.delete(cookie)
  return response
}
