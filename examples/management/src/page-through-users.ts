// A thousand users: created eight at a time, and read page by page.
import { management } from './management.ts'

const emails = Array.from({ length: 1_000 }, (_, index) => `user-${index}@initrode.test`)

async function createUsers(): Promise<void> {
  for (let email = emails.shift(); email; email = emails.shift())
    await management.createUser({ email, emailConfirmed: true })
}
await Promise.all(Array.from({ length: 8 }, createUsers))

let count = 0
for await (const user of management.iterateUsers({ emailOrUsername: '@initrode.test', orderBy: 'CREATED_AT_ASC' })) {
  count++
  if (count % 250 === 0) console.log(count, user.email)
}
console.log(`${count} users`)
