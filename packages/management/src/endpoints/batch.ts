import type { Input } from '../endpoint.js'
import type { UserMetadata } from './user-metadata.js'

/** Users by the id, e-mail address or username they were asked for with. */
export interface UsersByValue {
  [value: string]: UserMetadata
}

/** The service publishes no limit for a batch; this one is assumed. */
const LARGEST_BATCH = 100

/**
 * Asks for a hundred values of a list at a time, one request after the other, and gives the users by the property they
 * were asked for. An empty list is sent as it is.
 */
// @__NO_SIDE_EFFECTS__
export function inBatches(list: string, key: 'userId' | 'email' | 'username') {
  return async (once: (input: Input) => Promise<readonly UserMetadata[]>, input: Input): Promise<UsersByValue> => {
    const values = input[list] as readonly unknown[]
    const found: (readonly [string, UserMetadata])[] = []
    let done = 0
    do {
      const users = await once({ ...input, [list]: values.slice(done, done + LARGEST_BATCH) })
      found.push(...users.map((user) => [user?.[key] ?? '', user] as const))
      done += LARGEST_BATCH
    } while (done < values.length)
    // Own properties, whatever the key: `__proto__` is a username too.
    return Object.fromEntries(found)
  }
}
