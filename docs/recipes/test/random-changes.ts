import type { ManagementClient } from '@propelauth-edge/management'
import type { Random } from 'test-kit/random'

const KINDS = ['create user', 'update user', 'update user', 'delete user', 'org', 'rename', 'delete org'] as const

/** Changes users and orgs of the service at random. Each change returns the event that the service sends about it. */
export function createChanges(management: ManagementClient, random: Random): () => Promise<object> {
  const [userIds, orgIds]: [string[], string[]] = [[], []]
  let count = 0
  const takeOne = (ids: string[]) => ids.splice(random.below(ids.length), 1)[0] ?? ''
  return async () => {
    const name = `name ${++count}`
    const kind = random.pick(KINDS)
    if (kind === 'update user' && userIds.length > 0) {
      const userId = random.pick(userIds)
      await management.updateUserMetadata(userId, { firstName: name })
      return { event_type: 'user.updated', user_id: userId }
    }
    if (kind === 'delete user' && userIds.length > 0) {
      const userId = takeOne(userIds)
      await management.deleteUser(userId)
      return { event_type: 'user.deleted', user_id: userId }
    }
    if (kind === 'rename' && orgIds.length > 0) {
      const orgId = random.pick(orgIds)
      await management.updateOrg({ orgId, name })
      return { event_type: 'org.updated', org_id: orgId }
    }
    if (kind === 'delete org' && orgIds.length > 0) {
      const orgId = takeOne(orgIds)
      await management.deleteOrg(orgId)
      return { event_type: 'org.deleted', org_id: orgId }
    }
    if (kind === 'org') {
      const { orgId } = await management.createOrg({ name })
      orgIds.push(orgId)
      return { event_type: 'org.created', org_id: orgId, name }
    }
    const email = `user-${count}@example.com`
    const { userId } = await management.createUser({ email })
    userIds.push(userId)
    return { event_type: 'user.created', user_id: userId, email, email_confirmed: false }
  }
}
