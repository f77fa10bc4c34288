import { defineEnvVars } from '@sveltejs/kit/env'

// A build needs none of them. When the server starts, `createSessions` names what is missing.
const schema = (value: string | undefined) => value

export const variables = defineEnvVars({
  PROPELAUTH_AUTH_URL: { schema },
  PROPELAUTH_API_KEY: { schema },
  PROPELAUTH_APP_URL: { schema },
  // Only to run a build with the emulator, as end-to-end tests do.
  PROPELAUTH_ALLOW_EMULATOR: { schema: (value) => value === 'true' || undefined },
})
