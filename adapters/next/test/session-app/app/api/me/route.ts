import { fromHeader } from '@propelauth-edge/next'
import { propelAuth, tokenFrom } from '../../../auth'

export const GET = propelAuth.withUser((_request, { user }) => Response.json({ userId: user.userId }), {
  tokenFrom: [fromHeader(), tokenFrom],
})
