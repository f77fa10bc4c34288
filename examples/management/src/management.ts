import process from 'node:process'
import { createManagementClient } from '@propelauth-edge/management'

// For the emulator, these are set by the scripts of package.json. If one is missing, the error names it.
const { PROPELAUTH_AUTH_URL: authUrl, PROPELAUTH_API_KEY: apiKey } = process.env

/** Talks to the emulator if the auth URL is on loopback, else to PropelAuth. */
export const management = createManagementClient({ authUrl, apiKey })
