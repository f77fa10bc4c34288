import { AuthHookResponse, buildAuthMiddleware } from '@propelauth/nextjs/server'
import { authMiddleware } from '@propelauth/nextjs/server/app-router'
import { type NextRequest, NextResponse } from 'next/server'

/** Closes one path to users. */
const withHook = buildAuthMiddleware({
  afterAuthHook: async (request, _, user) =>
    request.nextUrl.pathname === '/closed' && user
      ? AuthHookResponse.reject(new NextResponse(`closed to ${user.email}`, { status: 403 }))
      : AuthHookResponse.continue(),
})

export const proxy = (request: NextRequest) =>
  request.nextUrl.pathname === '/alone/server' ? authMiddleware(request) : withHook(request)
