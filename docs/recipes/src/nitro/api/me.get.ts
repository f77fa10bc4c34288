import { defineHandler, type H3Event } from 'nitro'
import { propelAuth } from '../../auth.ts'

const me = propelAuth.withUser((_request, { user }, _event: H3Event) => Response.json({ userId: user.userId }))

export default defineHandler((event) => me(event.req, event))
