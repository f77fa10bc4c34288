import type { Input } from '../endpoint.js'
import type { UserMetadata } from './user-metadata.js'

/** The service publishes no limit for a batch; this one is assumed. */
const MAX_BATCH = 100

/** Cuts one list of an input into lists the service takes. An empty list is sent as it is. */
// @__NO_SIDE_EFFECTS__
export function splitValues(name: string): (input: Input) => Input[] {
  return (input) => {
    const values = input[name] as readonly unknown[]
    const parts = Math.max(1, Math.ceil(values.length / MAX_BATCH))
    return Array.from({ length: parts }, (_, part) => ({
      ...input,
      [name]: values.slice(part * MAX_BATCH, (part + 1) * MAX_BATCH),
    }))
  }
}

/** Users by the property they were asked for. Own properties always, whatever the key (`__proto__` is a username too). */
// @__NO_SIDE_EFFECTS__
export function keyedBy(
  name: 'userId' | 'email' | 'username',
): (users: readonly UserMetadata[]) => { [key: string]: UserMetadata } {
  return (users) => Object.fromEntries(users.map((user) => [user[name] ?? '', user]))
}
