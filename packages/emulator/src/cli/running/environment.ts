import type { RunningEmulator } from './find-emulator.js'

/** What an app has to know of the emulator. */
export interface AppEnvironment {
  readonly authUrl: string
  readonly issuer: string
  readonly apiKey: string
  readonly verifierKey: string
  readonly keyId: string
  readonly introspection: { readonly clientId: string; readonly clientSecret: string }
  readonly webhookSecret?: string
  readonly personaPassword: string
}

export const readEnvironment = async ({ call }: RunningEmulator): Promise<AppEnvironment> =>
  (await call('GET', '/keys')) as AppEnvironment
