import type { Platform } from '../platform.js'
import { openObjectDatabase } from '../store/object-database.js'
import { objectSigningKey } from '../store/object-signing-key.js'
import type { ObjectStorage } from '../store/object-storage.js'
import { createClock } from '../values/clock.js'

/** Keeps the state in a Durable Object. Its alarm wakes it when a webhook is due, even if it is not in memory. */
export function objectPlatform(storage: ObjectStorage, apiKey: string): Platform {
  const clock = createClock()
  return {
    data: 'Durable Object',
    timer: {
      set: (_, milliseconds) => void storage.setAlarm(clock.milliseconds() + milliseconds),
      // An alarm without anything due does no harm, and to delete it is a write.
      clear: () => undefined,
    },
    openStore: () => ({
      db: openObjectDatabase(storage),
      credentials: { apiKey, signingKey: objectSigningKey(storage) },
    }),
  }
}
