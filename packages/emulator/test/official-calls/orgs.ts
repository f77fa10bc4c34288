import { expect } from 'vitest'
import { acme, type Calls, globex, member, noOrg } from './world.js'

const unknown = crypto.randomUUID()
const inAcme = { orgId: acme.orgId, userId: noOrg.userId }

/** Organizations, members and invitations. */
export const orgs = {
  async fetchOrg({ sdk, ask }) {
    await ask('PUT', `org/${acme.orgId}`, { name: 'Acme 2', domain: 'acme.test', metadata: { tier_name: 'gold' } })
    const expected = { orgId: acme.orgId, name: 'Acme 2', urlSafeOrgSlug: 'acme-2', domain: 'acme.test' }
    expect(await sdk.fetchOrg(acme.orgId)).toMatchObject({ ...expected, metadata: { tier_name: 'gold' } })
    expect(await sdk.fetchOrg(unknown)).toBeNull()
  },
  async fetchOrgByQuery({ sdk }) {
    const { orgs: found, ...page } = await sdk.fetchOrgByQuery({ name: 'glob', orderBy: 'NAME' })
    expect(found).toMatchObject([{ orgId: globex.orgId, name: 'Globex' }])
    expect(page).toEqual({ totalOrgs: 1, currentPage: 0, pageSize: 10, hasMoreResults: false })
  },
  async fetchCustomRoleMappings({ sdk, ask }) {
    await ask('POST', 'org/', { name: 'Paying', custom_role_mapping_name: 'Pro' })
    const { customRoleMappings } = await sdk.fetchCustomRoleMappings()
    expect(customRoleMappings).toEqual([{ customRoleMappingName: 'Pro', numOrgsSubscribed: 1 }])
  },
  async createOrg({ sdk, ask }) {
    const created = await sdk.createOrg({ name: 'New Org', domain: 'new.test', maxUsers: 5 })
    expect(created.name).toBe('New Org')
    const expected = { name: 'New Org', domain: 'new.test', max_users: 5 }
    expect(await ask('GET', `org/${created.orgId}`)).toMatchObject(expected)
  },
  async updateOrg({ sdk, ask }) {
    const change = { name: 'Acme 2', maxUsers: 40, metadata: { tier_name: 'gold' }, extraDomains: ['acme.example'] }
    expect(await sdk.updateOrg({ orgId: acme.orgId, ...change })).toBe(true)
    const expected = { name: 'Acme 2', max_users: 40, metadata: { tier_name: 'gold' }, extra_domains: ['acme.example'] }
    expect(await ask('GET', `org/${acme.orgId}`)).toMatchObject(expected)
    expect(await sdk.updateOrg({ orgId: unknown, name: 'X' })).toBe(false)
  },
  async subscribeOrgToRoleMapping({ sdk, ask }) {
    const { org_id: orgId } = await ask('POST', 'org/', { name: 'Paying' })
    expect(await sdk.subscribeOrgToRoleMapping(orgId, 'Pro')).toBe(true)
    expect(await ask('GET', `org/${orgId}`)).toMatchObject({ custom_role_mapping_name: 'Pro' })
  },
  async deleteOrg({ sdk, ask, emulator }) {
    const count = emulator.counts().orgs
    expect(await sdk.deleteOrg(acme.orgId)).toBe(true)
    expect(emulator.counts().orgs).toBe(count - 1)
    expect((await ask('GET', `user/${member.userId}?include_orgs=true`)).org_id_to_org_info).toEqual({})
    expect(await sdk.deleteOrg(acme.orgId)).toBe(false)
  },
  async addUserToOrg({ sdk, ask }) {
    expect(await sdk.addUserToOrg({ ...inAcme, role: 'Member' })).toBe(true)
    const { org_id_to_org_info: found } = await ask('GET', `user/${noOrg.userId}?include_orgs=true`)
    expect(found).toMatchObject({ [acme.orgId]: { user_role: 'Member' } })
    expect(await sdk.addUserToOrg({ userId: noOrg.userId, orgId: unknown, role: 'Member' })).toBe(false)
  },
  async changeUserRoleInOrg({ sdk, ask }) {
    expect(await sdk.changeUserRoleInOrg({ orgId: acme.orgId, userId: member.userId, role: 'Admin' })).toBe(true)
    const { org_id_to_org_info: found } = await ask('GET', `user/${member.userId}?include_orgs=true`)
    expect(found).toMatchObject({ [acme.orgId]: { user_role: 'Admin' } })
  },
  async removeUserFromOrg({ sdk, ask }) {
    const membership = { orgId: acme.orgId, userId: member.userId }
    expect(await sdk.removeUserFromOrg(membership)).toBe(true)
    expect((await ask('GET', `user/${member.userId}?include_orgs=true`)).org_id_to_org_info).toEqual({})
    expect(await sdk.removeUserFromOrg(membership)).toBe(false)
  },
  async inviteUserToOrg({ sdk, ask, emulator }) {
    expect(await sdk.inviteUserToOrg({ orgId: acme.orgId, email: 'guest@x.test', role: 'Admin' })).toBe(true)
    expect(emulator.mail('guest@x.test')).toHaveLength(1)
    const { invites } = await ask('GET', `pending_org_invites?org_id=${acme.orgId}`)
    expect(invites).toMatchObject([{ invitee_email: 'guest@x.test', role_in_org: 'Admin' }])
  },
  async inviteUserToOrgByUserId({ sdk, ask, emulator }) {
    expect(await sdk.inviteUserToOrgByUserId({ ...inAcme, role: 'Member' })).toBe(true)
    expect(emulator.mail(noOrg.email)).toHaveLength(1)
    const { invites } = await ask('GET', `pending_org_invites?org_id=${acme.orgId}`)
    expect(invites).toMatchObject([{ invitee_email: noOrg.email, role_in_org: 'Member' }])
  },
  async fetchPendingInvites({ sdk, ask }) {
    for (const email of ['a@x.test', 'b@x.test'])
      await ask('POST', 'invite_user', { org_id: acme.orgId, email, role: 'Member' })
    await ask('POST', 'invite_user', { org_id: globex.orgId, email: 'c@x.test', role: 'Member' })
    const page = await sdk.fetchPendingInvites({ orgId: acme.orgId, pageSize: 1, pageNumber: 1 })
    expect(page).toMatchObject({ totalInvites: 2, currentPage: 1, hasMoreResults: false })
    expect(page.invites).toMatchObject([{ orgName: 'Acme', roleInOrg: 'Member', additionalRolesInOrg: [] }])
  },
  async revokePendingOrgInvite({ sdk, ask }) {
    await ask('POST', 'invite_user', { org_id: acme.orgId, email: 'a@x.test', role: 'Member' })
    const invite = { orgId: acme.orgId, inviteeEmail: 'a@x.test' }
    expect(await sdk.revokePendingOrgInvite(invite)).toBe(true)
    expect((await ask('GET', 'pending_org_invites')).invites).toEqual([])
    expect(await sdk.revokePendingOrgInvite(invite)).toBe(false)
  },
} satisfies Calls
