import { propelAuth } from '../../../data-cache'

export const GET = propelAuth.withUser((_request, { user }) => Response.json({ userId: user.userId }))
