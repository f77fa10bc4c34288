// An application that uses the management client from start to end. It returns facts to compare; one file for every runtime.
import {
  createApiKeyValidator,
  createManagementClient,
  isManagementError,
  type ManagementClient,
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

type Facts = Readonly<Record<string, unknown>>

/** What the steps share. */
interface Company {
  readonly management: ManagementClient
  readonly orgId: string
  readonly name: string
  readonly emails: readonly string[]
  /** The ids of the users, in the order of their addresses. */
  readonly ids: readonly string[]
}

/** Keys that must not be renamed. */
const userData = () => JSON.parse('{"favorite_color":"blue","camelCase":{"deep_key":1},"__proto__":{"a":1}}')

async function createUsers(management: ManagementClient, emails: readonly string[]): Promise<string[]> {
  const ids: string[] = []
  for (const email of emails) {
    const created = { email, emailConfirmed: true, sendEmailToConfirmEmailAddress: false }
    ids.push((await management.createUser(created)).userId)
  }
  return ids
}

async function users({ management, orgId, emails, ids }: Company): Promise<Facts> {
  const [first = ''] = ids
  await management.updateUserMetadata(first, { firstName: 'First', properties: userData() })
  const added = await management.addUserToOrg({ userId: first, orgId, role: 'Member' })
  const changed = await management.changeUserRoleInOrg({ userId: first, orgId, role: 'Admin' })
  const found = await management.fetchUserMetadataByEmail('user-0@initech.test', true)
  const members = await management.fetchUsersInOrg({ orgId, role: 'Admin' })
  const batch = await management.fetchBatchUserMetadataByEmails([...emails, 'unknown@initech.test'])
  const walked = await collect(management.iterateUsers({ emailOrUsername: '@initech.test', pageSize: 50 }))
  return {
    user: [found?.firstName, found?.emailConfirmed, JSON.stringify(found?.properties)],
    membership: [added, changed, found?.orgIdToOrgInfo?.[orgId]?.userAssignedRole, members.users[0]?.roleInOrg],
    batch: [Object.keys(batch).length, batch['user-7@initech.test']?.userId === ids[7]],
    walked: [walked.length, new Set(walked.map(({ userId }) => userId)).size],
  }
}

async function invites({ management, orgId }: Company): Promise<Facts> {
  const invited = await management.inviteUserToOrg({ orgId, email: 'new@initech.test', role: 'Member' })
  const pending = await collect(management.iteratePendingInvites({ orgId }))
  const revoked = await management.revokePendingOrgInvite({ orgId, inviteeEmail: 'new@initech.test' })
  return { invites: [invited, pending.map(({ inviteeEmail, roleInOrg }) => [inviteeEmail, roleInOrg]), revoked] }
}

const payloadOf = (token: string) => JSON.parse(atob((token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/')))

async function access({ management, orgId, ids: [userId = ''] }: Company): Promise<Facts> {
  const link = await management.createMagicLink({ email: 'user-0@initech.test' })
  const { accessToken } = await management.createAccessToken({ userId, durationInMinutes: 5, activeOrgId: orgId })
  const { issuer, verifierKey } = await management.fetchTokenVerificationMetadata()
  return {
    link: link.url.startsWith('http'),
    token: payloadOf(accessToken).org_member_info.org_id === orgId,
    verifier: [issuer === management.issuer, verifierKey.startsWith('-----BEGIN PUBLIC KEY-----')],
  }
}

async function org({ management, orgId, name }: Company): Promise<Facts> {
  const updated = await management.updateOrg({ orgId, name: 'Initech Inc', metadata: userData(), maxUsers: 7 })
  const found = await management.fetchOrg(orgId)
  return { updated, org: [name, found?.name, found?.maxUsers, JSON.stringify(found?.metadata)] }
}

async function apiKeys({ management, orgId, ids: [userId = ''] }: Company): Promise<Facts> {
  const key = await management.createApiKey({ userId, orgId, metadata: userData() })
  const validator = createApiKeyValidator(management)
  const principal = await validator.validate(key.apiKeyToken)
  const archived = await management.deleteApiKey(key.apiKeyId)
  return {
    key: [principal?.user?.userId === userId, principal?.org?.orgId === orgId, principal?.userInOrg?.userAssignedRole],
    afterwards: [
      archived,
      await validator.validate(key.apiKeyToken),
      (await management.fetchArchivedApiKeys({ orgId })).totalApiKeys,
    ],
  }
}

async function removals({ management, orgId, ids: [first = '', second = ''] }: Company): Promise<Facts> {
  const isEnabled = async () => (await management.fetchUserMetadataByUserId(second))?.enabled
  return {
    disabled: [await management.disableUser(second), await isEnabled()],
    enabled: [await management.enableUser(second), await isEnabled()],
    removed: [
      await management.removeUserFromOrg({ userId: first, orgId }),
      (await management.fetchUsersInOrg({ orgId })).totalUsers,
    ],
    deleted: [
      await management.deleteUser(second),
      await management.deleteUser(second),
      await management.fetchUserMetadataByUserId(second),
    ],
  }
}

async function failures({ management, orgId }: Company, options: ManagementOptions): Promise<Facts> {
  const wrong = createManagementClient({ ...options, apiKey: 'wrong' })
  const unreachable = createManagementClient({ ...options, baseUrl: 'http://127.0.0.1:1', maxRetries: 0 })
  return {
    malformed: [
      await management.fetchOrg('../user/query'),
      await management.deleteUser('..'),
      await codeOf(management.fetchApiKey('x')),
    ],
    taken: await codeOf(management.createUser({ email: 'user-0@initech.test' })),
    wrongKey: await codeOf(wrong.fetchOrg(orgId)),
    report: (await management.fetchUserTopInviterReport()).totalCount,
    unreachable: await codeOf(unreachable.fetchOrg(orgId)),
    aborted: await codeOf(management.fetchOrg(orgId, { signal: AbortSignal.abort(new Error('left')) })),
  }
}

export async function scenario(options: ManagementOptions): Promise<Facts> {
  const management = createManagementClient(options)
  const { orgId, name } = await management.createOrg({ name: 'Initech' })
  const emails = Array.from({ length: 120 }, (_, index) => `user-${index}@initech.test`)
  const company = { management, orgId, name, emails, ids: await createUsers(management, emails) }
  return {
    ...(await users(company)),
    ...(await invites(company)),
    ...(await access(company)),
    ...(await org(company)),
    ...(await apiKeys(company)),
    ...(await removals(company)),
    ...(await failures(company, options)),
    gone: [await management.deleteOrg(orgId), await management.fetchOrg(orgId)],
  }
}
