// An application that uses the management client from start to end. It returns facts to compare; one file for every runtime.
import {
  createApiKeyValidator,
  createManagementClient,
  isManagementError,
  type ManagementOptions,
} from '../../packages/management/dist/index.js'

/** `invalid_fields`, or what was thrown instead of a ManagementError. */
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'no error',
    (error) => (isManagementError(error) ? error.code : String(error)),
  )

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}

export async function scenario(options: ManagementOptions): Promise<{ readonly [fact: string]: unknown }> {
  const management = createManagementClient(options)
  const wrong = createManagementClient({ ...options, apiKey: 'wrong' })
  const { orgId, name } = await management.createOrg({ name: 'Initech' })
  const properties = JSON.parse('{"favorite_color":"blue","camelCase":{"deep_key":1},"__proto__":{"a":1}}')
  const emails = Array.from({ length: 120 }, (_, index) => `user-${index}@initech.test`)
  const ids: string[] = []
  for (const email of emails) {
    const { userId } = await management.createUser({
      email,
      emailConfirmed: true,
      sendEmailToConfirmEmailAddress: false,
    })
    ids.push(userId)
  }
  const [first = '', second = ''] = ids
  await management.updateUserMetadata(first, { firstName: 'First', properties })
  const added = await management.addUserToOrg({ userId: first, orgId, role: 'Member' })
  const changed = await management.changeUserRoleInOrg({ userId: first, orgId, role: 'Admin' })
  const found = await management.fetchUserMetadataByEmail('user-0@initech.test', true)
  const members = await management.fetchUsersInOrg({ orgId, role: 'Admin' })
  const batch = await management.fetchBatchUserMetadataByEmails([...emails, 'unknown@initech.test'])
  const walked = await collect(management.iterateUsers({ emailOrUsername: '@initech.test', pageSize: 50 }))
  const invited = await management.inviteUserToOrg({ orgId, email: 'new@initech.test', role: 'Member' })
  const invites = await collect(management.iteratePendingInvites({ orgId }))
  const revoked = await management.revokePendingOrgInvite({ orgId, inviteeEmail: 'new@initech.test' })
  const link = await management.createMagicLink({ email: 'user-0@initech.test' })
  const { accessToken } = await management.createAccessToken({
    userId: first,
    durationInMinutes: 5,
    activeOrgId: orgId,
  })
  const updated = await management.updateOrg({ orgId, name: 'Initech Inc', metadata: properties, maxUsers: 7 })
  const org = await management.fetchOrg(orgId)
  const key = await management.createApiKey({ userId: first, orgId, metadata: properties })
  const apiKeys = createApiKeyValidator(management)
  const principal = await apiKeys.validate(key.apiKeyToken)
  const archived = await management.deleteApiKey(key.apiKeyId)
  const metadata = await management.fetchTokenVerificationMetadata()
  const disabled = [await management.disableUser(second), (await management.fetchUserMetadataByUserId(second))?.enabled]
  const enabled = [await management.enableUser(second), (await management.fetchUserMetadataByUserId(second))?.enabled]
  return {
    org: [name, org?.name, org?.maxUsers, JSON.stringify(org?.metadata)],
    user: [found?.firstName, found?.emailConfirmed, JSON.stringify(found?.properties)],
    membership: [added, changed, found?.orgIdToOrgInfo?.[orgId]?.userAssignedRole, members.users[0]?.roleInOrg],
    batch: [Object.keys(batch).length, batch['user-7@initech.test']?.userId === ids[7]],
    walked: [walked.length, new Set(walked.map(({ userId }) => userId)).size],
    invites: [invited, invites.map(({ inviteeEmail, roleInOrg }) => [inviteeEmail, roleInOrg]), revoked],
    link: link.url.startsWith('http'),
    token:
      JSON.parse(atob((accessToken.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/'))).org_member_info
        .org_id === orgId,
    updated,
    key: [principal?.user?.userId === first, principal?.org?.orgId === orgId, principal?.userInOrg?.userAssignedRole],
    afterwards: [
      archived,
      await apiKeys.validate(key.apiKeyToken),
      (await management.fetchArchivedApiKeys({ orgId })).totalApiKeys,
    ],
    verifier: [metadata.issuer === management.issuer, metadata.verifierKey.startsWith('-----BEGIN PUBLIC KEY-----')],
    disabled,
    enabled,
    removed: [
      await management.removeUserFromOrg({ userId: first, orgId }),
      (await management.fetchUsersInOrg({ orgId })).totalUsers,
    ],
    deleted: [
      await management.deleteUser(second),
      await management.deleteUser(second),
      await management.fetchUserMetadataByUserId(second),
    ],
    malformed: [
      await management.fetchOrg('../user/query'),
      await management.deleteUser('..'),
      await codeOf(management.fetchApiKey('x')),
    ],
    taken: await codeOf(management.createUser({ email: 'user-0@initech.test' })),
    wrongKey: await codeOf(wrong.fetchOrg(orgId)),
    unsupported: await codeOf(management.fetchUserChampionReport()),
    unreachable: await codeOf(
      createManagementClient({ ...options, baseUrl: 'http://127.0.0.1:1', maxRetries: 0 }).fetchOrg(orgId),
    ),
    aborted: await codeOf(management.fetchOrg(orgId, { signal: AbortSignal.abort(new Error('left')) })),
    gone: [await management.deleteOrg(orgId), await management.fetchOrg(orgId)],
  }
}
