import { badTokens } from '@propelauth-edge/core/testing'
import { userIdOf } from '../tokens/claims.ts'
import { randomText } from '../tokens/random.ts'
import type { KeyRing, SigningKey } from './key-ring.ts'

/** A credential, and what is known of it without asking anybody. */
export interface Probe {
  readonly kind: string
  readonly authorization: string
  /** The key that signed it, if it is a token of the project; whatever has none must be refused. */
  readonly key?: SigningKey
  readonly userId?: string
  /** The codes with which it may be refused. */
  readonly codes: readonly string[]
}

export interface Traffic {
  next(): Promise<Probe>
  /** Many more tokens with key ids that nobody has heard of. */
  flood(on: boolean): void
}

const userCount = 300
/** How long tokens of a withdrawn key keep coming: their users do not know. */
const lingeringMs = 300_000

/** What may be said of a token that no key fits, whichever keys are held at the moment. */
const noKey = ['unknown_key', 'invalid_signature', 'jwks_unavailable']
const noForm = ['malformed_token', 'invalid_request', 'missing_token', 'algorithm_not_allowed']
/** These are seen before any key is looked for, so nothing else may come of them. */
const seenFirst = ['malformed_token', 'algorithm_not_allowed', 'issuer_mismatch', 'token_expired', 'token_not_active']

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

interface TrafficOptions {
  readonly keys: KeyRing
  readonly random: () => number
  readonly now: () => number
  /** How long tokens must last to be good to the end. */
  readonly lifetimeSeconds: number
}

/** Requests in a mix: users who come often and seldom, and everything that must be refused. */
export async function createTraffic(options: TrafficOptions): Promise<Traffic> {
  const { keys, random, now, lifetimeSeconds } = options
  const lasting = { expiresInSeconds: lifetimeSeconds }
  const known = new WeakMap<SigningKey, Map<number, Promise<string>>>()
  const spoiled = new WeakMap<SigningKey, ReturnType<typeof badTokens>>()
  const [, strangePayload, strangeSignature] = (await keys.stranger.token(lasting)).split('.')
  let isFlooded = false
  let fresh = userCount

  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item
  const bearer = (token: string) => `Bearer ${token}`
  const sign = ({ issuer }: SigningKey, index: number) =>
    issuer.token({ ...lasting, user: { userId: userIdOf(index) }, orgs: [{ orgId: 'acme', role: 'Admin' }] })

  /** The user of rank k comes in proportion to 1/k, or nearly so. */
  const someUser = () => Math.floor(userCount ** random()) - 1

  function tokenOf(key: SigningKey, index: number): Promise<string> {
    const tokens = known.get(key) ?? new Map<number, Promise<string>>()
    known.set(key, tokens)
    const token = tokens.get(index) ?? sign(key, index)
    tokens.set(index, token)
    return token
  }

  function spoiledBy(key: SigningKey) {
    const tokens = spoiled.get(key) ?? badTokens(key.issuer)
    spoiled.set(key, tokens)
    return tokens
  }

  async function ofKnownUser(key = pick(keys.published()), kind = 'valid, seen before'): Promise<Probe> {
    const index = someUser()
    return { kind, authorization: bearer(await tokenOf(key, index)), key, userId: userIdOf(index), codes: noKey }
  }

  async function ofNewToken(): Promise<Probe> {
    const [key, index] = [pick(keys.published()), fresh++]
    const authorization = bearer(await sign(key, index))
    return { kind: 'valid, new', authorization, key, userId: userIdOf(index), codes: noKey }
  }

  async function ofWithdrawnKey(): Promise<Probe> {
    const withdrawn = keys.all.filter(({ withdrawnAt }) => withdrawnAt && now() - withdrawnAt < lingeringMs)
    return withdrawn.length > 0 ? ofKnownUser(pick(withdrawn), 'withdrawn key') : ofKnownUser()
  }

  async function badSignature(): Promise<Probe> {
    const token = await tokenOf(pick(keys.published()), someUser())
    const at = token.length - 1 - Math.floor(random() * 300) - 1
    const other = token[at] === 'A' ? 'B' : 'A'
    const authorization = bearer(token.slice(0, at) + other + token.slice(at + 1))
    return { kind: 'bad signature', authorization, codes: noKey }
  }

  async function otherPayload(): Promise<Probe> {
    const key = pick(keys.published())
    const [header, , signature] = (await tokenOf(key, 0)).split('.')
    const [, payload] = (await tokenOf(key, 1 + someUser())).split('.')
    return { kind: 'changed payload', authorization: bearer(`${header}.${payload}.${signature}`), codes: noKey }
  }

  async function madeUpKid(): Promise<Probe> {
    const header = encode({ alg: 'RS256', typ: 'JWT', kid: randomText(random, 12) })
    const authorization = bearer(`${header}.${strangePayload}.${strangeSignature}`)
    return { kind: 'made-up key id', authorization, codes: ['unknown_key', 'jwks_unavailable'] }
  }

  async function spoiledToken(): Promise<Probe> {
    const { token, code } = pick(await spoiledBy(pick(keys.published())))
    return { kind: code, authorization: bearer(token), codes: seenFirst.includes(code) ? [code] : [code, ...noKey] }
  }

  async function neverPublished(): Promise<Probe> {
    return { kind: 'key never published', authorization: bearer(await keys.stranger.token()), codes: noKey }
  }

  async function foreignKey(): Promise<Probe> {
    const { kid } = pick(keys.published())
    const authorization = bearer(await keys.forger.token({ header: { kid } }))
    return { kind: 'foreign key, published id', authorization, codes: noKey }
  }

  async function garbage(): Promise<Probe> {
    const part = () => randomText(random, 5 + Math.floor(random() * 60))
    const authorization = pick([part(), bearer(part()), bearer(`${part()}.${part()}.${part()}`), `Basic ${part()}`])
    return { kind: 'garbage', authorization, codes: noForm }
  }

  const mix: readonly (readonly [number, () => Promise<Probe>])[] = [
    [36, ofKnownUser],
    [18, ofNewToken],
    [7, ofWithdrawnKey],
    [5, badSignature],
    [4, otherPayload],
    [8, madeUpKid],
    [12, spoiledToken],
    [3, neverPublished],
    [4, foreignKey],
    [3, garbage],
  ]
  const sum = mix.reduce((total, [weight]) => total + weight, 0)
  const floodShare = 0.4

  return {
    next() {
      if (isFlooded && random() < floodShare) return madeUpKid()
      let left = random() * sum
      for (const [weight, make] of mix) {
        left -= weight
        if (left < 0) return make()
      }
      return garbage()
    },
    flood(on) {
      isFlooded = on
    },
  }
}
