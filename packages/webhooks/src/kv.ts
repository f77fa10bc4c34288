import { callable, check } from './checks/check.js'
import type { SeenStore } from './delivery/seen-store.js'

export type { SeenStore } from './delivery/seen-store.js'

/** The methods of a Workers KV namespace that are used. */
export interface KvLike {
  get(key: string): Promise<unknown>
  put(key: string, value: string, options: { expirationTtl: number }): Promise<void>
}

export interface KvSeenStoreOptions {
  /** The start of every key, before the id. Endpoints that share a namespace need one each. Default: `webhook:`. */
  readonly prefix?: string | undefined
}

/**
 * Keeps the ids of handled messages in Workers KV. A write can take a minute to reach other places, so two deliveries
 * within it may both be handled. Where that must not be, keep the ids in the database that the handlers write.
 * @throws {TypeError} if the namespace is missing (the binding is not configured), and for an unknown option
 *
 * @example
 * ```ts
 * const webhooks = createWebhooks({ secret: env.PROPELAUTH_WEBHOOK_SECRET, seen: kvSeenStore(env.WEBHOOKS) })
 * ```
 */
export function kvSeenStore(kv: KvLike, { prefix = 'webhook:', ...others }: KvSeenStoreOptions = {}): SeenStore {
  for (const name of ['get', 'put'] as const)
    check(`kvSeenStore: the method ${name} of the KV namespace (is the binding set?)`, kv?.[name], callable)
  check('kvSeenStore: prefix', prefix, [(value: unknown) => typeof value === 'string', 'a string'])
  const [unknown] = Object.keys(others)
  if (unknown) throw new TypeError(`kvSeenStore: unknown option "${unknown}"; known: prefix`)
  return {
    // A namespace of another make may give `undefined`. An event that counts as handled is lost.
    has: async (id) => (await kv.get(prefix + id)) != null,
    add: (id, { ttlSeconds }) => kv.put(prefix + id, '1', { expirationTtl: ttlSeconds }),
  }
}
