import { createPropelAuth } from '@propelauth-edge/next'
import { createServerAuth } from '@propelauth-edge/next/server'

const { PROPELAUTH_AUTH_URL = '', PROPELAUTH_API_URL = '', PROPELAUTH_API_KEY = '' } = process.env

export const propelAuth = createPropelAuth(() => ({ authUrl: PROPELAUTH_AUTH_URL }))

export const { getUser } = createServerAuth(propelAuth, { cookie: '__pa_at' })

export const backend = { authUrl: PROPELAUTH_API_URL, baseUrl: PROPELAUTH_API_URL, apiKey: PROPELAUTH_API_KEY }
