import { createPropelAuth } from '@propelauth-edge/core'
import { env } from '$env/dynamic/private'

export const propelAuth = createPropelAuth(() => ({
  authUrl: env.PROPELAUTH_AUTH_URL,
  // Only to run a build with the emulator, as end-to-end tests do.
  allowEmulator: env.PROPELAUTH_ALLOW_EMULATOR === 'true' || undefined,
}))
