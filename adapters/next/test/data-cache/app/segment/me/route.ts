import { propelAuth } from '../../../auth'

export const GET = propelAuth.withUser((_request, { user }) => Response.json({ userId: user.userId }))
