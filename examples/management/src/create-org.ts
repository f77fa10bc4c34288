// An organization, its first users, and an invite for one more.
import { management } from './management.ts'

const { orgId } = await management.createOrg({ name: 'Initech' })
await management.updateOrg({ orgId, metadata: { plan: 'pro' } })

for (const [email, role] of [
  ['peter@initech.test', 'Owner'],
  ['samir@initech.test', 'Admin'],
  ['milton@initech.test', 'Member'],
] as const) {
  const { userId } = await management.createUser({ email, emailConfirmed: true })
  await management.addUserToOrg({ userId, orgId, role })
}
await management.inviteUserToOrg({ orgId, email: 'joanna@initech.test', role: 'Member' })

const org = await management.fetchOrg(orgId)
console.log(org?.name, org?.metadata)
for await (const { email, roleInOrg } of management.iterateUsersInOrg({ orgId })) console.log(' ', email, roleInOrg)
for await (const { inviteeEmail, roleInOrg } of management.iteratePendingInvites({ orgId }))
  console.log(' ', inviteeEmail, roleInOrg, '(invited)')
