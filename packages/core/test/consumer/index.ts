// A consumer with no typings but those of its runtime.
import { createPropelAuth, isAuthError, type RequestLike, requireOrgMember, type User } from '@propelauth-edge/core'
import { kvJwksCache } from '@propelauth-edge/core/kv'
import { createTestIssuer } from '@propelauth-edge/core/testing'

interface Env {
  readonly JWKS: Parameters<typeof kvJwksCache>[0]
}

export const create = (env: Env) =>
  createPropelAuth({
    authUrl: 'https://auth.example.com',
    jwksCache: kvJwksCache(env.JWKS),
    roles: ['Owner', 'Member'],
  })

export const handler = (env: Env): ((request: Request) => Promise<Response>) =>
  create(env).withUser((_request, { user }) => Response.json({ userId: user.userId }))

export async function nameOf(env: Env, request: RequestLike): Promise<string | undefined> {
  try {
    const user = await create(env).validateRequest(request)
    return requireOrgMember(user, 'acme', { minimumRole: 'Member' }).orgName
  } catch (error) {
    return isAuthError(error) ? error.code : undefined
  }
}

export const emailOf = (user: User): string | undefined => user.email

export const tokenOf = async (): Promise<string> => (await createTestIssuer()).token({ orgs: [{ orgId: 'acme' }] })
