import type { User } from '@propelauth-edge/next'
import { propelAuth } from '../../../auth'

export const GET = propelAuth.withUser<RouteContext<'/users/[id]'>>(async (request, { user, params }) => {
  const { id } = await params
  return Response.json({ id, by: user.userId, path: request.nextUrl.pathname })
})

export const PUT = propelAuth.withUser(
  async (request, { user, params }: { user: User; params: Promise<{ id: string }> }) =>
    Response.json({ id: (await params).id, by: user.userId, sent: await request.json() }),
)
