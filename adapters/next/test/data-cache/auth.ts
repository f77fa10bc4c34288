import { createPropelAuth } from '@propelauth-edge/next'
import { createServerAuth } from '@propelauth-edge/next/server'

export const propelAuth = createPropelAuth(() => ({ authUrl: process.env.PROPELAUTH_AUTH_URL }))

export const { getUser } = createServerAuth(propelAuth, { cookie: '__pa_at' })

const { PROPELAUTH_API_URL = '', PROPELAUTH_API_KEY = '' } = process.env

export const backend = { authUrl: PROPELAUTH_API_URL, baseUrl: PROPELAUTH_API_URL, apiKey: PROPELAUTH_API_KEY }
