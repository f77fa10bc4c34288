import { appWebhookSecret } from './delivery/app-webhook-secret.js'
import type { Emulator } from './emulator.js'

/** Prefixes of variables that front-end build tools expose to the browser. */
const PUBLIC_PREFIXES = [
  'NEXT_PUBLIC_',
  'VITE_',
  'REACT_APP_',
  'PUBLIC_',
  'NUXT_PUBLIC_',
  'REMIX_PUBLIC_',
  'EXPO_PUBLIC_',
  'GATSBY_',
  'VUE_APP_',
]

/** Names of the auth URL in official templates and docs. Plain `AUTH_URL` is a variable of Auth.js. */
const PUBLIC_NAMES = ['AUTH_URL', 'PROPELAUTH_AUTH_URL']

/** What an app has to know of an emulator. */
export interface AppSecrets extends Pick<Emulator, 'authUrl' | 'apiKey' | 'verifierKey' | 'introspection'> {
  readonly webhookSecret: string | undefined
}

export function appSecrets(emulator: Emulator): AppSecrets {
  const { authUrl, apiKey, verifierKey, introspection } = emulator
  return { authUrl, apiKey, verifierKey, introspection, webhookSecret: appWebhookSecret(emulator.webhooks) }
}

/**
 * What an app reads to use the emulator. It has every public name of the auth URL, because these variables take precedence
 * over an `.env` file with the address of the real service.
 */
export function appEnvironment(secrets: AppSecrets): Readonly<Record<string, string>> {
  const { authUrl, apiKey, verifierKey, introspection, webhookSecret } = secrets
  const publicNames = PUBLIC_PREFIXES.flatMap((prefix) => PUBLIC_NAMES.map((name) => prefix + name))
  return {
    ...Object.fromEntries(publicNames.map((name) => [name, authUrl])),
    PROPELAUTH_AUTH_URL: authUrl,
    PROPELAUTH_API_KEY: apiKey,
    PROPELAUTH_VERIFIER_KEY: verifierKey,
    PROPELAUTH_API_URL: authUrl,
    PROPELAUTH_MCP_CLIENT_ID: introspection.clientId,
    PROPELAUTH_MCP_CLIENT_SECRET: introspection.clientSecret,
    ...(webhookSecret === undefined ? {} : { PROPELAUTH_WEBHOOK_SECRET: webhookSecret }),
  }
}

/**
 * The environment of an app that a test runner starts. Official SDKs have no setting for the API host, so a preload
 * redirects their fetch. It needs no process besides the emulator, which may start after the app.
 */
export function fetchEnvironment(secrets: AppSecrets): Readonly<Record<string, string>> {
  const preload = `--import=${new URL('./redirect.js', import.meta.url)}`
  return { ...appEnvironment(secrets), NODE_OPTIONS: [process.env.NODE_OPTIONS, preload].filter(Boolean).join(' ') }
}
