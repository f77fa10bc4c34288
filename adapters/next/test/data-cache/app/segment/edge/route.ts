import { propelAuth } from '../../../data-cache'

export const runtime = 'edge'

export const GET = propelAuth.withUser((_request, { user }) => Response.json({ userId: user.userId }))
