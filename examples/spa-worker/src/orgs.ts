import type { User } from '@propelauth-edge/hono'
import { call, createTransport, fetchUserMetadataByUserId } from '@propelauth-edge/management'

export interface Org {
  readonly orgId: string
  readonly orgName: string
}

/** All orgs of a user, for the choice on the page. A token for an active org has that org alone. */
export async function fetchOrgs(env: Env, { userId }: User): Promise<Org[]> {
  const transport = createTransport({ authUrl: env.PROPELAUTH_AUTH_URL, apiKey: env.PROPELAUTH_API_KEY })
  const metadata = await call(transport, fetchUserMetadataByUserId, userId, true)
  return Object.values(metadata?.orgIdToOrgInfo ?? {})
    .map(({ orgId, orgName }) => ({ orgId, orgName }))
    .sort((one, other) => one.orgName.localeCompare(other.orgName))
}
