// A consumer with no typings but those of its runtime.
import {
  call,
  createManagementClient,
  createTransport,
  fetchOrg,
  isManagementError,
  type UserMetadata,
  UserQueryOrderBy,
} from '@propelauth-edge/management'
import { contract, type WireResult } from '@propelauth-edge/management/contract'

const options = { authUrl: 'https://auth.example.com', apiKey: 'key', fetch, headers: { 'X-A': 'b' } }

export const management = createManagementClient(options)

export async function emailsOf(orgId: string, signal: AbortSignal): Promise<string[]> {
  const emails: string[] = []
  for await (const { email } of management.iterateUsersInOrg({ orgId }, { signal })) emails.push(email)
  return emails
}

export async function nameOf(orgId: string): Promise<string | undefined> {
  try {
    return (await call(createTransport(options), fetchOrg, orgId, { timeoutMs: 1_000 }))?.name
  } catch (error) {
    return isManagementError(error) ? error.code : undefined
  }
}

export const newest = (): Promise<UserMetadata[]> =>
  management.fetchUsersByQuery({ orderBy: UserQueryOrderBy.CREATED_AT_DESC, pageSize: 1 }).then(({ users }) => users)

export const route: 'GET' = contract.fetchOrg.method
export const created: WireResult<'createUser'> = { user_id: 'b5f667fb-e51a-49c6-a396-711e62948689' }
