import { errorResponse } from '@propelauth-edge/core'

export default defineEventHandler((event) =>
  sessions.requireSession(event).then(({ user }) => ({ by: user.email }), errorResponse),
)
