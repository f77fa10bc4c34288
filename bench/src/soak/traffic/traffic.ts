import {
  createBadSignature,
  createForeignKey,
  createGarbage,
  createMadeUpKid,
  createNeverPublished,
  createOtherPayload,
  createSpoiledToken,
} from './forged.ts'
import { createGenuine } from './genuine.ts'
import type { MakeProbe, Probe } from './probe.ts'
import { createTokens, type TrafficOptions } from './tokens.ts'

export interface Traffic {
  next(): Promise<Probe>
  /** Many more tokens with made-up key ids. */
  flood(on: boolean): void
}

interface Mix {
  /** Signing takes the client's time: fewer of them where it must send many requests. */
  readonly newTokenWeight: number
}

const floodShare = 0.4

/** Requests in a mix: users who come often and seldom, and everything that must be refused. */
export async function createTraffic(options: TrafficOptions & Mix): Promise<Traffic> {
  const { random } = options
  const tokens = createTokens(options)
  const { ofKnownUser, ofNewToken, ofWithdrawnKey } = createGenuine(tokens, options)
  const madeUpKid = await createMadeUpKid(options)
  const garbage = createGarbage(tokens, options)
  const mix: readonly (readonly [number, MakeProbe])[] = [
    [36, ofKnownUser],
    [options.newTokenWeight, ofNewToken],
    [7, ofWithdrawnKey],
    [5, createBadSignature(tokens, options)],
    [4, createOtherPayload(tokens, options)],
    [8, madeUpKid],
    [12, createSpoiledToken(tokens, options)],
    [3, createNeverPublished(options)],
    [4, createForeignKey(tokens, options)],
    [3, garbage],
  ]
  const sum = mix.reduce((total, [weight]) => total + weight, 0)
  let isFlooded = false

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
