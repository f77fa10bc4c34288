import type { MaybePromise } from '../async/maybe-promise.js'
import type { RequestContext } from '../request/request-context.js'
import { type Refusal, refuse } from '../response/refusal.js'
import type { VerificationKey } from './verification-key.js'

/** Where the keys of an answer came from. */
export type CacheLevel = 'memory' | 'shared' | 'origin'

export interface FoundKeys {
  readonly keys: readonly VerificationKey[]
  readonly level: CacheLevel
}

/** Where the verification of a token gets its keys from: fixed keys, or remote keys with their caches. */
export interface KeySource {
  /** Whether the keys held need no look at cache or origin; only then is a cached result used as it is. */
  isFresh(now: number): boolean
  find(kid: string | undefined, context: RequestContext): MaybePromise<FoundKeys | Refusal>
  /** Loads keys if none are held. */
  load(context: RequestContext): Promise<Refusal | undefined>
}

export const unknownKey: Refusal = /* @__PURE__ */ refuse('unknown_key', 'No published key fits the token')
