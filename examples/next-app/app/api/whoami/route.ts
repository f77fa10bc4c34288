import { propelAuth, tokenFrom } from '../../../auth'

export const GET = propelAuth.withUser(
  (_request, { user }) => Response.json({ user_id: user.userId, email: user.email, message: `Hello ${user.userId}` }),
  { tokenFrom },
)
