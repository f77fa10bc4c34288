import { createPropelAuth, fromCookie, fromHeader } from '@propelauth-edge/next'
import { createServerAuth } from '@propelauth-edge/next/server'

export const propelAuth = createPropelAuth(() => ({ authUrl: process.env.PROPELAUTH_AUTH_URL }))

/** For pages and server actions. */
export const { getUser, requireUser, getOrgMember } = createServerAuth(propelAuth, { cookie: '__pa_at' })

/** For route handlers. Mobile apps and services send the header, browsers send the cookie of the official library. */
export const tokenFrom = [fromHeader(), fromCookie('__pa_at')]
