import { userIdOf } from '../../tokens/claims.ts'
import type { SigningKey } from '../services/key-ring.ts'
import { type MakeProbe, noKey, type Probe, toBearer } from './probe.ts'
import type { Tokens, TrafficOptions } from './tokens.ts'

/** How long tokens of a withdrawn key keep being sent. */
const lingeringMs = 300_000

/** Tokens that the project has signed. */
export interface Genuine {
  readonly ofKnownUser: MakeProbe
  readonly ofNewToken: MakeProbe
  readonly ofWithdrawnKey: MakeProbe
}

export function createGenuine(tokens: Tokens, { keys, now, userCount }: TrafficOptions): Genuine {
  let fresh = userCount

  async function toProbe(key: SigningKey, kind: string): Promise<Probe> {
    const user = tokens.someUser()
    const authorization = toBearer(await tokens.of(key, user))
    return { kind, authorization, key, userId: userIdOf(user), codes: noKey }
  }

  const ofKnownUser = () => toProbe(tokens.pick(keys.published()), 'valid, seen before')

  return {
    ofKnownUser,
    async ofNewToken() {
      const [key, user] = [tokens.pick(keys.published()), fresh++]
      const authorization = toBearer(await tokens.sign(key, user))
      return { kind: 'valid, new', authorization, key, userId: userIdOf(user), codes: noKey }
    },
    ofWithdrawnKey() {
      const withdrawn = keys.all.filter(({ withdrawnAt }) => withdrawnAt && now() - withdrawnAt < lingeringMs)
      return withdrawn.length > 0 ? toProbe(tokens.pick(withdrawn), 'withdrawn key') : ofKnownUser()
    },
  }
}
