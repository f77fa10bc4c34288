import { createPropelAuth } from '@propelauth-edge/core'
import { PROPELAUTH_ALLOW_EMULATOR, PROPELAUTH_AUTH_URL } from '$app/env/private'

export const propelAuth = createPropelAuth(() => ({
  authUrl: PROPELAUTH_AUTH_URL,
  allowEmulator: PROPELAUTH_ALLOW_EMULATOR,
}))
