import { badTokens } from '@propelauth-edge/core/testing'
import { userIdOf } from '../../tokens/claims.ts'
import type { KeyRing, SigningKey } from '../services/key-ring.ts'

export interface TrafficOptions {
  readonly keys: KeyRing
  readonly random: () => number
  readonly now: () => number
  /** How long tokens must last to be good to the end. */
  readonly lifetimeSeconds: number
  readonly userCount: number
}

/** Tokens of the users, signed when they are first needed. */
export interface Tokens {
  pick<Item>(items: readonly Item[]): Item
  /** A user: the one of rank k in proportion to 1/k, or nearly so. */
  someUser(): number
  sign(key: SigningKey, user: number): Promise<string>
  /** The same token each time. */
  of(key: SigningKey, user: number): Promise<string>
  spoiledBy(key: SigningKey): ReturnType<typeof badTokens>
}

export function createTokens({ random, lifetimeSeconds, userCount }: TrafficOptions): Tokens {
  const known = new WeakMap<SigningKey, Map<number, Promise<string>>>()
  const spoiled = new WeakMap<SigningKey, ReturnType<typeof badTokens>>()

  const sign: Tokens['sign'] = ({ issuer }, user) =>
    issuer.token({
      expiresInSeconds: lifetimeSeconds,
      user: { userId: userIdOf(user) },
      orgs: [{ orgId: 'acme', role: 'Admin' }],
    })

  return {
    pick: <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item,
    someUser: () => Math.floor(userCount ** random()) - 1,
    sign,
    of(key, user) {
      const tokens = known.get(key) ?? new Map<number, Promise<string>>()
      known.set(key, tokens)
      const token = tokens.get(user) ?? sign(key, user)
      tokens.set(user, token)
      return token
    },
    spoiledBy(key) {
      const tokens = spoiled.get(key) ?? badTokens(key.issuer)
      spoiled.set(key, tokens)
      return tokens
    },
  }
}
