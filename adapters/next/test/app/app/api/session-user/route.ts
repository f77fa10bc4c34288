import { fromHeader } from '@propelauth-edge/next'
import { propelAuth, tokenFrom } from '../../../sessions'

export const GET = propelAuth.withUser((_request, { user }) => Response.json({ userId: user.userId }), {
  tokenFrom: [fromHeader(), tokenFrom],
})
