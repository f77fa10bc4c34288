import { createManagementClient } from '@propelauth-edge/management'

function required(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`Set ${name}, or run this with the emulator: see README.md`)
  return value
}

export const authUrl = required('PROPELAUTH_AUTH_URL')

/** Without PROPELAUTH_API_URL, which the emulator sets, the service itself is asked. */
export const management = createManagementClient({
  authUrl,
  apiKey: required('PROPELAUTH_API_KEY'),
  baseUrl: process.env.PROPELAUTH_API_URL,
})
