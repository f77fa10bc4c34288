import { createEmulator } from '../create-emulator.js'
import type { Emulator } from '../emulator.js'
import { type EmulatorServer, type ServerOptions, startServer } from '../server.js'
import { generateSigningKey } from '../store/signing-key.js'
import { throughReceivers } from './receivers.js'

let sharedKey: string | undefined

/** Generating an RSA key takes most of the start time, so the emulators of a process have the same one. */
function signingKeyOf({ data = ':memory:', signingKey }: ServerOptions): Pick<ServerOptions, 'signingKey'> {
  if (signingKey !== undefined) return { signingKey }
  if (data !== ':memory:') return {}
  sharedKey ??= generateSigningKey()
  return { signingKey: sharedKey }
}

/** The options of a test, with the shared key, and with the receivers of `waitForWebhook`. */
const forTests = (options: ServerOptions): ServerOptions => ({
  ...options,
  ...signingKeyOf(options),
  webhookFetch: throughReceivers(options.webhookFetch),
})

/** Opens no socket. */
export const startInProcess = (options: ServerOptions): Emulator => createEmulator(forTests(options))

/** On a port, any free one unless the options have one. */
export const startOnPort = (options: ServerOptions): Promise<EmulatorServer> =>
  startServer({ port: 0, strictPort: true, ...forTests(options) })
