// What a user writes, compiled without any ambient types.
import {
  type AuthErrorCode,
  createPropelAuth,
  isAuthError,
  type KvLike,
  kvJwksCache,
  type Requirement,
  requireOrgMember,
} from '@propelauth-edge/hono'
import { createSessions, type HonoSessions } from '@propelauth-edge/hono/session'
import { Hono } from 'hono'

interface Env {
  readonly PROPELAUTH_AUTH_URL: string
  readonly PROPELAUTH_API_KEY: string
  readonly JWKS: KvLike
}

const propelAuth = createPropelAuth((env: Env) => ({
  authUrl: env.PROPELAUTH_AUTH_URL,
  jwksCache: kvJwksCache(env.JWKS),
  roles: ['Owner', 'Admin', 'Member'],
}))

export const sessions: HonoSessions<Env, 'Owner' | 'Admin' | 'Member', string> = createSessions(
  propelAuth,
  (env: Env) => ({
    apiKey: env.PROPELAUTH_API_KEY,
    appUrl: 'https://app.example.com',
  }),
)

const billing = { permission: 'can_view_billing' } satisfies Requirement

export const app = new Hono<{ Bindings: Env }>()
  .use(sessions.routes())
  .get('/account', sessions.requireSession(), (c) => c.text(c.var.user.userId + c.var.session.accessToken))
  .get('/', sessions.session(), (c) => c.json(c.var.user?.email ?? null))
  .get('/me', propelAuth.requireUser(), (c) => c.json(c.var.user.toJSON().email ?? null))
  .get('/maybe', propelAuth.optionalUser(), (c) => c.json(c.var.user?.userId ?? null))
  .get('/orgs/:orgId', propelAuth.requireOrgMember({ minimumRole: 'Admin' }), (c) => c.json(c.var.org.orgName))
  .get('/orgs/:orgId/billing', propelAuth.requireUser(), (c) =>
    c.json(requireOrgMember(propelAuth.getUser(c), c.req.param('orgId'), billing).userPermissions.length),
  )
  .get('/free', (c) => {
    // @ts-expect-error: no guard stands before this handler
    return c.json(c.var.user)
  })

// @ts-expect-error: a role the project does not have
propelAuth.requireOrgMember({ minimumRole: 'Boss' })

app.onError((error) => {
  const code: AuthErrorCode | undefined = isAuthError(error.cause) ? error.cause.code : undefined
  return new Response(code ?? null, { status: 500 })
})
