import type { Input } from '../endpoint/endpoint.js'
import { isString } from '../shapes/is-string.js'
import type { UserMetadata } from './user-metadata.js'

/** Users by the id, e-mail address or username they were requested by. */
export interface UsersByValue {
  [value: string]: UserMetadata
}

/** The service publishes no limit for a batch; this one is assumed. */
const LARGEST_BATCH = 100

/**
 * Requests a list in parts of a hundred values, one after the other, and returns the users by the property they were
 * requested by. An empty list is sent, too.
 */
// @__NO_SIDE_EFFECTS__
export function inBatches(list: string, key: 'userId' | 'email' | 'username') {
  return async (request: (input: Input) => Promise<readonly UserMetadata[]>, input: Input): Promise<UsersByValue> => {
    const found: UserMetadata[] = []
    let values = input[list] as readonly unknown[]
    do {
      found.push(...(await request({ ...input, [list]: values.slice(0, LARGEST_BATCH) })))
      values = values.slice(LARGEST_BATCH)
    } while (values.length > 0)
    // `fromEntries`, since `__proto__` can be a username. A user without a username gets the key ''.
    return Object.fromEntries(found.map((user) => [isString(user?.[key]) ? user[key] : '', user]))
  }
}
