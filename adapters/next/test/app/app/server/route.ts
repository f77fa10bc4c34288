import { errorResponse, isAuthError } from '@propelauth-edge/next'
import type { NextRequest } from 'next/server'
import { cookieAuth, headerAuth } from '../../auth'

/** What the functions for server components say of a request, over HTTP. */
async function handler({ nextUrl: { searchParams } }: NextRequest) {
  const auth = searchParams.has('header-only') ? headerAuth : cookieAuth
  const org = searchParams.get('org')
  try {
    if (searchParams.has('require')) return Response.json({ userId: (await auth.requireUser()).userId })
    if (org) return Response.json({ orgId: (await auth.getOrgMember(org, { minimumRole: 'Admin' }))?.orgId ?? null })
    return Response.json({ userId: (await auth.getUser())?.userId ?? null })
  } catch (error) {
    if (isAuthError(error)) return errorResponse(error)
    throw error
  }
}

export { handler as GET, handler as PATCH, handler as POST }
