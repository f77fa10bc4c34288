import { createPropelAuth } from '@propelauth-edge/core'
import { onEvent, withServerTiming } from './with-server-timing.ts'

const propelAuth = createPropelAuth(() => ({ authUrl: process.env.PROPELAUTH_AUTH_URL ?? '', onEvent }))

export const GET = withServerTiming(propelAuth.withUser((_request, { user }) => Response.json({ userId: user.userId })))
