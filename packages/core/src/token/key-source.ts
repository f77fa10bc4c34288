import type { MaybePromise } from '../async/maybe-promise.js'
import type { RequestContext } from '../request/request-context.js'
import { type Refusal, refuse } from '../response/refusal.js'
import type { VerificationKey } from './verification-key.js'

/** Where keys came from: the memory of this isolate, the shared cache, or the origin. */
export type CacheName = 'memory' | 'shared' | 'origin'

/** Keys that may verify tokens. */
export interface KeySet {
  readonly keys: readonly VerificationKey[]
  /** Whether the keys match any kid: a PEM names none. */
  readonly anyKid: boolean
  /** When the origin was asked for them, in milliseconds of Unix time. */
  readonly fetchedAt: number
  readonly cache: CacheName
}

/** Where the verification of a token gets its keys from: fixed keys, or remote keys with their caches. */
export interface KeySource {
  /** Whether the keys held need no look at cache or origin; only then is a cached result used as it is. */
  isFresh(now: number): boolean
  /** The keys that a token with this `kid` and `iat` (seconds) may have been signed with: one or more. */
  find(kid: string | undefined, issuedAt: number, context: RequestContext): MaybePromise<KeySet | Refusal>
  /** Loads keys unless fresh ones are held. With `force`, asks the origin in any case. */
  load(options: RequestContext & { readonly force?: boolean | undefined }): Promise<Refusal | undefined>
}

/** Without a detail: `verifyToken` adds the kid. */
export const unknownKey: Refusal = /* @__PURE__ */ refuse('unknown_key')
