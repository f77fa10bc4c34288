import {
  createPropelAuth,
  kvJwksCache,
  type OptionalUserRequest,
  type OrgRequest,
  type UserRequest,
} from '@propelauth-edge/itty-router'
import { AutoRouter, cors, type IRequest } from 'itty-router'

// `Env` is in worker-configuration.d.ts, which `npm start types` writes from wrangler.jsonc and .dev.vars.
const propelAuth = createPropelAuth((env: Env) => ({
  authUrl: env.PROPELAUTH_AUTH_URL,
  jwksCache: kvJwksCache(env.JWKS),
  roles: ['Owner', 'Admin', 'Member'],
  permissions: ['can_view_billing'],
}))

// Instead of `corsify` of itty-router 6.0.0, which turns every answer except a guard's refusal into a 200.
const allowOrigin = (response: Response) => response.headers.set('access-control-allow-origin', '*')

// Preflights need no token, and refusals carry CORS headers.
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
