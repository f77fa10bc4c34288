import type { Input } from '../endpoint.js'
import { isText } from '../shape.js'
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
    const found: UserMetadata[] = []
    let values = input[list] as readonly unknown[]
    do {
      found.push(...(await once({ ...input, [list]: values.slice(0, LARGEST_BATCH) })))
      values = values.slice(LARGEST_BATCH)
    } while (values.length > 0)
    // Own properties, whatever the key: `__proto__` is a username too. Not every user has one.
    return Object.fromEntries(found.map((user) => [isText(user?.[key]) ? user[key] : '', user]))
  }
}
