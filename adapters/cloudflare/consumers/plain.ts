// A Worker without vendor typings: what is used of the platform has a structural type.
import {
  createPropelAuth,
  errorResponse,
  type KvLike,
  kvJwksCache,
  type WorkerContext,
} from '@propelauth-edge/cloudflare'

interface Env {
  readonly PROPELAUTH_AUTH_URL: string
  readonly JWKS: KvLike
}

const propelAuth = createPropelAuth((env: Env) => ({
  authUrl: env.PROPELAUTH_AUTH_URL,
  jwksCache: kvJwksCache(env.JWKS),
}))

export default propelAuth.withUser({
  async fetch(request, env, ctx, { user }) {
    ctx.waitUntil(env.JWKS.put(request.url, user.userId, { expirationTtl: 60 }))
    return Response.json(user)
  },
})

const admin = propelAuth.withOrgMember(
  { orgId: (request) => new URL(request.url).searchParams.get('org'), minimumRole: 'Admin' },
  (_request, _env, _ctx, { org }) => Response.json(org),
)

export const byHand = {
  async fetch(request: Request, env: Env, ctx: WorkerContext): Promise<Response> {
    try {
      const user = await propelAuth.validateRequest(request, env, ctx)
      return user.isImpersonated ? new Response(null, { status: 403 }) : await admin(request, env, ctx)
    } catch (error) {
      return errorResponse(error)
    }
  },
}
