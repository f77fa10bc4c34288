import type { Input } from '../endpoint.js'
import type { UserMetadata } from './user-metadata.js'

/** The service publishes no limit for a batch; this one is assumed. */
const LARGEST_BATCH = 100

/** Asks for a hundred values of a list at a time, one request after the other. An empty list is sent as it is. */
// @__NO_SIDE_EFFECTS__
export function byHundreds(name: string) {
  return async (once: (part: Input) => Promise<unknown>, input: Input): Promise<unknown[]> => {
    const values = input[name] as readonly unknown[]
    const results: unknown[] = []
    let done = 0
    do {
      results.push(await once({ ...input, [name]: values.slice(done, done + LARGEST_BATCH) }))
      done += LARGEST_BATCH
    } while (done < values.length)
    return results.flat()
  }
}

/** Users by the property they were asked for. Own properties always, whatever the key (`__proto__` is a username too). */
// @__NO_SIDE_EFFECTS__
export function keyedBy(
  name: 'userId' | 'email' | 'username',
): (users: readonly UserMetadata[]) => { [key: string]: UserMetadata } {
  return (users) => Object.fromEntries(users.map((user) => [user[name] ?? '', user]))
}
