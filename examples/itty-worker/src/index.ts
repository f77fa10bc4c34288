import {
  createPropelAuth,
  kvJwksCache,
  type OptionalUserRequest,
  type OrgRequest,
  type UserRequest,
} from '@propelauth-edge/itty-router'
import { AutoRouter, cors, type IRequest } from 'itty-router'

interface Env {
  readonly PROPELAUTH_AUTH_URL: string
  readonly JWKS: KVNamespace
}

const propelAuth = createPropelAuth((env: Env) => ({
  authUrl: env.PROPELAUTH_AUTH_URL,
  jwksCache: kvJwksCache(env.JWKS),
  roles: ['Owner', 'Admin', 'Member'],
  permissions: ['can_view_billing'],
}))

// In place of corsify: that of itty-router 6.0.0 keeps the status of our refusals, but makes a 200 of every other.
const allowOrigin = (response: Response) => response.headers.set('access-control-allow-origin', '*')

// Preflights are answered before any guard, and refusals carry CORS headers, too.
const router = AutoRouter({ before: [cors().preflight], finally: [allowOrigin] })

router.get('/config.json', (_request: IRequest, env: Env) => ({ authUrl: env.PROPELAUTH_AUTH_URL }))

router.get('/api/whoami', propelAuth.requireUser(), ({ user }: UserRequest) => ({
  user_id: user.userId,
  email: user.email,
  message: `Hello ${user.userId}`,
}))

router.get('/api/whoami_optional', propelAuth.optionalUser(), ({ user }: OptionalUserRequest) =>
  user ? { user_id: user.userId } : {},
)

router.get('/api/org/:orgId', propelAuth.requireOrgMember(), ({ org }: OrgRequest) => ({
  message: `You are in ${org.orgName}`,
}))

router.get(
  '/api/org/:orgId/admin_only',
  propelAuth.requireOrgMember({ exactRole: 'Admin' }),
  ({ org }: OrgRequest) => ({
    message: `You are an Admin of ${org.orgName}`,
  }),
)

router.get(
  '/api/org/:orgId/admin_or_owner',
  propelAuth.requireOrgMember({ minimumRole: 'Admin' }),
  ({ org }: OrgRequest) => ({ message: `You are an Admin or Owner of ${org.orgName}` }),
)

router.get(
  '/api/org/:orgId/billing',
  propelAuth.requireOrgMember({ permission: 'can_view_billing' }),
  ({ org }: OrgRequest) => ({ message: `You may see what ${org.orgName} pays` }),
)

export default router
