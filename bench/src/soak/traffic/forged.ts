import { randomText } from '../../tokens/random-text.ts'
import { createPool } from './pool.ts'
import { type MakeProbe, noForm, noKey, seenFirst, toBearer } from './probe.ts'
import type { Tokens, TrafficOptions } from './tokens.ts'

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A token of a published key with one character of its signature changed. */
export const createBadSignature =
  (tokens: Tokens, { keys, random }: TrafficOptions): MakeProbe =>
  async () => {
    const token = await tokens.of(tokens.pick(keys.published()), tokens.someUser())
    const at = token.length - 1 - Math.floor(random() * 300) - 1
    const other = token[at] === 'A' ? 'B' : 'A'
    const authorization = toBearer(token.slice(0, at) + other + token.slice(at + 1))
    return { kind: 'bad signature', authorization, codes: noKey }
  }

/** The header and the signature of one token around the payload of another one. */
export const createOtherPayload =
  (tokens: Tokens, { keys }: TrafficOptions): MakeProbe =>
  async () => {
    const key = tokens.pick(keys.published())
    const [header, , signature] = (await tokens.of(key, 0)).split('.')
    const [, payload] = (await tokens.of(key, 1 + tokens.someUser())).split('.')
    return { kind: 'changed payload', authorization: toBearer(`${header}.${payload}.${signature}`), codes: noKey }
  }

export async function createMadeUpKid({ keys, random, lifetimeSeconds }: TrafficOptions): Promise<MakeProbe> {
  const strange = await keys.stranger.token({ expiresInSeconds: lifetimeSeconds })
  const [, payload, signature] = strange.split('.')
  return async () => {
    const header = encode({ alg: 'RS256', typ: 'JWT', kid: randomText(random, 12) })
    const authorization = toBearer(`${header}.${payload}.${signature}`)
    return { kind: 'made-up key id', authorization, codes: ['unknown_key', 'jwks_unavailable'] }
  }
}

/** The bad tokens of the testing kit. */
export const createSpoiledToken =
  (tokens: Tokens, { keys }: TrafficOptions): MakeProbe =>
  async () => {
    const { token, code } = tokens.pick(await tokens.spoiledBy(tokens.pick(keys.published())))
    return { kind: code, authorization: toBearer(token), codes: seenFirst.includes(code) ? [code] : [code, ...noKey] }
  }

const poolSize = 50

export function createNeverPublished({ keys, random, lifetimeSeconds }: TrafficOptions): MakeProbe {
  const next = createPool(poolSize, random, () => keys.stranger.token({ expiresInSeconds: lifetimeSeconds }))
  return async () => ({ kind: 'key never published', authorization: toBearer(await next()), codes: noKey })
}

/** Signed by a key that is not published, with the id of one that is. */
export function createForeignKey(
  tokens: Tokens,
  { keys, random, lifetimeSeconds: expiresInSeconds }: TrafficOptions,
): MakeProbe {
  const pools = new Map<string, () => Promise<string>>()
  return async () => {
    const { kid } = tokens.pick(keys.published())
    const sign = () => keys.forger.token({ header: { kid }, expiresInSeconds })
    const next = pools.get(kid) ?? createPool(poolSize, random, sign)
    pools.set(kid, next)
    return { kind: 'foreign key, published id', authorization: toBearer(await next()), codes: noKey }
  }
}

export const createGarbage =
  (tokens: Tokens, { random }: TrafficOptions): MakeProbe =>
  async () => {
    const part = () => randomText(random, 5 + Math.floor(random() * 60))
    const bearers = [toBearer(part()), toBearer(`${part()}.${part()}.${part()}`)]
    return { kind: 'garbage', authorization: tokens.pick([part(), ...bearers, `Basic ${part()}`]), codes: noForm }
  }
