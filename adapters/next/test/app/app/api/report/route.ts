import { errorResponse } from '@propelauth-edge/next'
import { getSession, requireSession } from '../../../sessions'

/** The session by the request, and the same as a page sees it. */
export async function GET(request: Request) {
  try {
    const session = await requireSession(request)
    const { status, setCookies } = await getSession()
    return session.apply(Response.json({ userId: session.user.userId, status, cookies: setCookies.length }))
  } catch (error) {
    return errorResponse(error)
  }
}
