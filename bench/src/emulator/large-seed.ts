import { randomUUID } from 'node:crypto'

interface LargeSeed {
  readonly users: readonly { readonly key: string; readonly id: string; readonly email: string }[]
  readonly orgs: readonly object[]
}

const USERS = 10_000
const ORGS = 100

/** A seed with 10,000 users with names. Each is a member of one of 100 organizations. */
export function largeSeed(): LargeSeed {
  const users = Array.from({ length: USERS }, (_, index) => ({
    key: `user-${index}`,
    id: randomUUID(),
    email: `user-${index}@example.test`,
    first_name: 'Ada',
    last_name: `User ${index}`,
  }))
  const orgs = Array.from({ length: ORGS }, (_, index) => ({
    key: `org-${index}`,
    name: `Organization ${index}`,
    members: Object.fromEntries(users.filter((_, user) => user % ORGS === index).map(({ key }) => [key, 'Member'])),
  }))
  return { users, orgs }
}
