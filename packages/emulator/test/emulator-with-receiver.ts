import { afterAll, beforeEach } from 'vitest'
import type { Emulator } from '../src/index.js'
import { testEmulator } from './fixture.js'
import { type Receiver, startReceiver } from './receiver.js'

/** An emulator and a receiver of webhooks for the tests of a file. Both are empty at the start of each. */
export async function emulatorWithReceiver(): Promise<{ readonly emulator: Emulator; readonly receiver: Receiver }> {
  const receiver = await startReceiver()
  const emulator = testEmulator()
  afterAll(async () => {
    await emulator.close()
    await receiver.close()
  })
  beforeEach(() => {
    emulator.reset()
    receiver.received.length = 0
  })
  return { emulator, receiver }
}
