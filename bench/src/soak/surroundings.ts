import { createRandom } from 'test-kit/random'
import { createRecord, type SoakRecord, type Violation } from './judge/record.ts'
import { createKeyRing, type KeyRing } from './services/key-ring.ts'
import { type KeyServer, startKeyServer } from './services/key-server.ts'
import { type KvServer, startKvServer } from './services/kv-server.ts'
import type { Target } from './target.ts'
import { createTraffic, type Traffic } from './traffic/traffic.ts'

/** Everything but the processes under test. */
export interface Surroundings {
  /** Milliseconds since the start. */
  readonly now: () => number
  readonly random: () => number
  readonly origin: KeyServer
  readonly kv: KvServer
  readonly keys: KeyRing
  readonly traffic: Traffic
  readonly record: SoakRecord
  /** Says what has happened last, for the record. */
  remember(step: string): void
  close(): void
}

interface Settings {
  readonly seed: number
  readonly minutes: number
  readonly target: Target
  readonly onViolation: (violation: Violation) => void
}

export async function startSurroundings({ seed, minutes, target, onViolation }: Settings): Promise<Surroundings> {
  const startedAt = performance.now()
  const now = () => performance.now() - startedAt
  const random = createRandom(seed + 1).fraction
  // The keys are of an issuer whose address is known once its server listens.
  let ring: KeyRing | undefined
  const toRing = () => ring as KeyRing
  const [origin, kv] = [await startKeyServer(toRing, now), await startKvServer(toRing)]
  const keys = await createKeyRing(origin.authUrl, now)
  ring = keys
  const { userCount, newTokenWeight } = target
  const lifetimeSeconds = minutes * 60 + 1_800
  let lastStep = ''
  const describe = () => ({ second: Math.round(now() / 100) / 10, origin: origin.phase(), kv: kv.phase(), lastStep })
  return {
    now,
    random,
    origin,
    kv,
    keys,
    traffic: await createTraffic({ keys, random, now, lifetimeSeconds, userCount, newTokenWeight }),
    record: createRecord({ describe, onViolation }),
    remember(step) {
      lastStep = step
    },
    close() {
      origin.close()
      kv.close()
    },
  }
}
