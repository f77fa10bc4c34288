// What a Worker author writes, compiled with @cloudflare/workers-types and nothing of the DOM.
import {
  createPropelAuth,
  fromWebSocketProtocol,
  kvJwksCache,
  type OrgMemberInfo,
  type User,
} from '@propelauth-edge/cloudflare'

interface Env {
  readonly PROPELAUTH_AUTH_URL: string
  readonly JWKS: KVNamespace
}

type Role = 'Owner' | 'Admin'

function expectType<Type>(_value: Type) {}

const propelAuth = createPropelAuth((env: Env) => ({
  authUrl: env.PROPELAUTH_AUTH_URL,
  jwksCache: kvJwksCache(env.JWKS),
  roles: ['Owner', 'Admin'],
}))
const fixed = createPropelAuth({ authUrl: 'https://auth.example.com' })

export default propelAuth.withUser({
  async fetch(request, env, ctx, { user }) {
    expectType<Env>(env)
    expectType<ExecutionContext>(ctx)
    expectType<User<Role>>(user)
    ctx.waitUntil(env.JWKS.put('last', user.userId))
    // @ts-expect-error: a role the project does not have
    user.isRole('acme', 'Boss')
    return Response.json({ userId: user.userId, colo: request.cf?.colo })
  },
  async scheduled(event, env, ctx) {
    expectType<ScheduledController>(event)
    expectType<Env>(env)
    ctx.waitUntil(propelAuth.for(env).prefetchKeys())
  },
  async queue(batch, env) {
    await env.JWKS.put('queue', batch.queue)
  },
}) satisfies ExportedHandler<Env>

export const withFixedOptions = fixed.withUser({
  async fetch(request, env, ctx, { user }) {
    expectType<Env>(env)
    ctx.waitUntil(env.JWKS.put(request.url, user.userId))
    return new Response()
  },
  async scheduled(event, env) {
    await env.JWKS.put('cron', event.cron)
  },
}) satisfies ExportedHandler<Env>

export const handler = {
  fetch: fixed.withUser((request, env: Env, ctx, { user }) => {
    expectType<User>(user)
    ctx.waitUntil(env.JWKS.put(request.url, user.userId))
    return new Response()
  }),
} satisfies ExportedHandler<Env>

export const optional: ExportedHandler<Env> = propelAuth.withOptionalUser({
  async fetch(_request, _env, _ctx, { user }) {
    // @ts-expect-error: there may be no user
    user.userId
    return Response.json(user)
  },
})

export const org = propelAuth.withOrgMember(
  {
    orgId: async (request, env) => (await env.JWKS.get(request.url)) ?? undefined,
    minimumRole: 'Admin',
    preflight: () => new Response(null, { status: 204 }),
  },
  {
    async fetch(_request, _env, _ctx, { user, org }) {
      expectType<User<Role>>(user)
      expectType<OrgMemberInfo<Role>>(org)
      return Response.json(org)
    },
    async email(message) {
      message.setReject('no mail')
    },
  },
) satisfies ExportedHandler<Env>

// @ts-expect-error: a role the project does not have
propelAuth.withOrgMember({ orgId: () => 'acme', exactRole: 'Boss' }, () => new Response())
// @ts-expect-error: no handler
propelAuth.withUser({ async scheduled() {} })
// @ts-expect-error: the platform calls it with three arguments
handler.fetch(new Request('https://api.example.com'))

export class Room {
  readonly #ctx: DurableObjectState
  readonly #env: Env

  constructor(ctx: DurableObjectState, env: Env) {
    this.#ctx = ctx
    this.#env = env
  }

  async fetch(request: Request): Promise<Response> {
    expectType<User<Role>>(await propelAuth.validateRequest(request, this.#env, this.#ctx))
    const tokenFrom = fromWebSocketProtocol('propelauth.bearer')
    const result = await propelAuth.for(this.#env).authenticateRequest(request, { tokenFrom })
    return result.ok ? Response.json(result.user) : result.response()
  }
}
