// The emulator on a socket, with a clock of its own, and the cookies of a browser that has logged in there.
import {
  type Emulator,
  generateSigningKey,
  PERSONAS,
  type RefreshTokenMode,
  startServer,
} from '@propelauth-edge/emulator'
import { type Clock, createClock } from './app.js'
import { createEmulatorApp } from './emulator-app.js'

export const appUrl = 'https://app.example.com'
const signingKey = generateSigningKey()

export interface RunningService extends AsyncDisposable {
  readonly emulator: Emulator
  readonly clock: Clock
  /** Logs in on the hosted page. The value of the header `Cookie`. */
  logIn(): Promise<string>
  countRefreshes(): number
}

export async function startService(refreshTokens: RefreshTokenMode): Promise<RunningService> {
  const clock = createClock()
  const options = { port: 0, signingKey, now: clock.now, appUrls: [appUrl], refreshTokens }
  const server = await startServer(options)
  const { emulator } = server
  return {
    emulator,
    clock,
    async logIn() {
      await using app = createEmulatorApp({ appUrl, running: { emulator, clock } })
      await app.logIn(PERSONAS.owner)
      return app.jar.header
    },
    countRefreshes: () => emulator.requests('/api/backend/v1/refresh_token').length,
    [Symbol.asyncDispose]: () => server.close(),
  }
}
