import { propelAuth, tokenFrom } from '../../../auth'

export const GET = propelAuth.withOptionalUser(
  (_request, { user }) => Response.json(user ? { user_id: user.userId } : {}),
  { tokenFrom },
)
