import { propelAuth } from '../../../auth'

export const runtime = 'edge'

export const GET = propelAuth.withUser((_request, { user }) => Response.json({ userId: user.userId }))
