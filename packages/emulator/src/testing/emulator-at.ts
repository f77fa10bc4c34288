import { derivedWebhookSecret } from '../domain/webhooks/secrets.js'
import { originOf } from '../emulator-options.js'
import { fetchEnvironment } from '../environment.js'
import { refuseProduction } from '../production.js'
import { endpointId } from '../seed/apply/apply-webhooks.js'
import type { ServerOptions } from '../server.js'
import { newApiKey } from '../store/api-key.js'
import { introspectionCredentials } from '../store/introspection-credentials.js'
import { generateSigningKey, readSigningKey, type SigningKey } from '../store/signing-key.js'

/** An emulator whose address and keys are known before it starts. */
export interface EmulatorAt {
  /** The option of the same name in `use`. */
  readonly emulatorOptions: ServerOptions
  /** The environment of the app. */
  readonly env: Readonly<Record<string, string>>
}

/** The workers of Playwright load the configuration again, and inherit the environment of its first process. */
const VARIABLE = 'PROPELAUTH_EMULATOR_TEST_KEYS'

interface Keys {
  readonly apiKey: string
  readonly signingKey: string
}

/** Those of `startServer`, but for the port and for a data directory, which has keys of its own. */
export type EmulatorAtOptions = Omit<ServerOptions, 'port' | 'data' | 'fresh'>

/**
 * For an app that Playwright starts before the workers (`webServer`): one worker then runs the emulator at this port.
 * The keys are those of the test run, so they stay when Playwright replaces a worker after a failed test.
 *
 * ```ts
 * import { defineConfig } from '@playwright/test'
 * import { emulatorAt, type EmulatorTestOptions, type EmulatorWorkerOptions } from '@propelauth-edge/emulator/playwright'
 *
 * const { emulatorOptions, env } = emulatorAt(4470)
 * const baseURL = 'http://localhost:3000'
 *
 * export default defineConfig<EmulatorTestOptions, EmulatorWorkerOptions>({
 *   workers: 1,
 *   use: { baseURL, emulatorOptions, appLogin: '/api/auth/login' },
 *   webServer: { command: 'npm run dev', url: baseURL, env },
 * })
 * ```
 *
 * Further options are those of `startServer`, such as `seed` and `webhooks`, without `data` and `fresh`.
 * @throws {TypeError} for a port that is not from 1 to 65535, an invalid auth URL or an invalid key
 * @throws {ProductionError} when `NODE_ENV` is `production`
 */
export function emulatorAt(port: number, options: EmulatorAtOptions = {}): EmulatorAt {
  refuseProduction()
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new TypeError(`${port} is not a port from 1 to 65535`)
  const emulatorOptions = { ...keysOfRun(), ...options, port }
  const signingKey = readSigningKey(emulatorOptions.signingKey)
  const env = fetchEnvironment({
    authUrl: originOf('authUrl', options.authUrl ?? `http://localhost:${port}`),
    apiKey: emulatorOptions.apiKey,
    verifierKey: signingKey.publicPem,
    introspection: introspectionCredentials(signingKey, options.mcpClientSecret),
    webhookSecret: webhookSecret(options, signingKey),
  })
  return { emulatorOptions, env }
}

/** The secret of the first endpoint. One that the option and the seed both have may get its secret from either. */
function webhookSecret({ webhooks = [], seed }: EmulatorAtOptions, signingKey: SigningKey): string | undefined {
  const all = [...webhooks, ...(seed?.webhooks ?? [])]
  const [first] = all
  if (!first) return undefined
  const id = endpointId(first)
  const chosen = all.find((webhook) => webhook.secret !== undefined && endpointId(webhook) === id)
  return chosen?.secret ?? derivedWebhookSecret(signingKey, id)
}

function keysOfRun(): Keys {
  process.env[VARIABLE] ??= JSON.stringify({ apiKey: newApiKey(), signingKey: generateSigningKey() } satisfies Keys)
  return JSON.parse(process.env[VARIABLE]) as Keys
}
