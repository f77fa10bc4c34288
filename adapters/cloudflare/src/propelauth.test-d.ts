import { describe, expectTypeOf, test } from 'vitest'
import {
  createPropelAuth,
  type FetchHandler,
  type KeyPrincipal,
  type OrgMemberInfo,
  type PropelAuth,
  type User,
  type WorkerContext,
} from './index.js'

// ExportedHandler of @cloudflare/workers-types wants a program without the DOM: see the consumers.

interface Env {
  readonly PROPELAUTH_AUTH_URL: string
}

type Role = 'Owner' | 'Admin'
type Permission = 'can_pay'

const propelAuth = createPropelAuth((env: Env) => ({
  authUrl: env.PROPELAUTH_AUTH_URL,
  roles: ['Owner', 'Admin'],
  permissions: ['can_pay'],
}))
const untyped = createPropelAuth({ authUrl: 'https://auth.example.com' })
const orgId = () => 'acme'

describe('a handler gets environment, context and identity, typed', () => {
  test('as a function', () => {
    const fetch = propelAuth.withUser((request, env, ctx, { user }) => {
      expectTypeOf(request).toEqualTypeOf<Request>()
      expectTypeOf(env).toEqualTypeOf<Env>()
      expectTypeOf(ctx).toEqualTypeOf<WorkerContext>()
      expectTypeOf(user).toEqualTypeOf<User<Role, Permission>>()
      return new Response()
    })
    expectTypeOf(fetch).toEqualTypeOf<FetchHandler<Request, [env: Env, ctx: WorkerContext]>>()
  })

  test('in an object, where all else keeps its type', () => {
    const worker = propelAuth.withOptionalUser({
      async fetch(_request, env, _ctx, { user }) {
        expectTypeOf(env).toEqualTypeOf<Env>()
        expectTypeOf(user).toEqualTypeOf<User<Role, Permission> | null>()
        return new Response()
      },
      async scheduled(_event: { cron: string }) {},
    })
    expectTypeOf(worker.fetch).toEqualTypeOf<FetchHandler<Request, [env: Env, ctx: WorkerContext]>>()
    expectTypeOf(worker.scheduled).toEqualTypeOf<(event: { cron: string }) => Promise<void>>()
  })

  test('with the environment it is annotated with, where the options need none', () => {
    untyped.withUser((_request, env: Env, _ctx, { user }) => {
      expectTypeOf(env).toEqualTypeOf<Env>()
      expectTypeOf(user).toEqualTypeOf<User>()
      return new Response()
    })
  })

  test('for members, with the org', () => {
    propelAuth.withOrgMember({ orgId, minimumRole: 'Admin' }, (_request, _env, _ctx, { user, org }) => {
      expectTypeOf(user).toEqualTypeOf<User<Role, Permission>>()
      expectTypeOf(org).toEqualTypeOf<OrgMemberInfo<Role, Permission>>()
      return new Response()
    })
  })

  test('and nothing that its guard has not looked for', () => {
    // @ts-expect-error: no org was asked for
    propelAuth.withUser((_request, _env, _ctx, { org }) => Response.json(org))
    // @ts-expect-error: there may be no user
    propelAuth.withOptionalUser((_request, _env, _ctx, { user }) => new Response(user.userId))
  })
})

describe('where API keys are accepted', () => {
  type MaybeUser = User<Role, Permission> | undefined
  const accept = ['user', 'apiKey'] as const

  test('there may be no user, but there is a principal', () => {
    propelAuth.withUser(
      (_request, _env, _ctx, { user, principal }) => {
        expectTypeOf(user).toEqualTypeOf<MaybeUser>()
        if (principal.kind === 'user') expectTypeOf(principal.user).toEqualTypeOf<User<Role, Permission>>()
        return new Response()
      },
      { accept },
    )
    propelAuth.withUser(
      {
        async fetch(_request, _env, _ctx, { user, principal }) {
          expectTypeOf(user).toEqualTypeOf<MaybeUser>()
          expectTypeOf(principal).toEqualTypeOf<KeyPrincipal<Role, Permission>>()
          return new Response()
        },
      },
      { accept: ['apiKey'] },
    )
    propelAuth.withOrgMember({ orgId, accept, minimumRole: 'Admin' }, (_request, _env, _ctx, { user, org }) => {
      expectTypeOf(user).toEqualTypeOf<MaybeUser>()
      expectTypeOf(org).toEqualTypeOf<OrgMemberInfo<Role, Permission>>()
      return new Response()
    })
    propelAuth.withOptionalUser(
      (_request, _env, _ctx, { user }) => {
        expectTypeOf(user).toEqualTypeOf<User<Role, Permission> | null>()
        return new Response()
      },
      { accept },
    )
  })

  test('and nowhere else', () => {
    propelAuth.withUser((_request, _env, _ctx, { principal }) => new Response(principal.user.userId))
    // @ts-expect-error: a key may have no user
    propelAuth.withUser((_request, _env, _ctx, { user }) => new Response(user.userId), { accept })
    // @ts-expect-error: no such kind
    propelAuth.withUser(() => new Response(), { accept: ['key'] })
  })
})

test('the selector of an org gets what the handler gets', () => {
  propelAuth.withOrgMember(
    {
      orgId: (request, env, ctx) => {
        expectTypeOf(request).toEqualTypeOf<Request>()
        expectTypeOf(env).toEqualTypeOf<Env>()
        expectTypeOf(ctx).toEqualTypeOf<WorkerContext>()
        return null
      },
    },
    () => new Response(),
  )
})

test('roles, permissions and options are those there are', () => {
  const handler = () => new Response()
  // @ts-expect-error: no such role
  propelAuth.withOrgMember({ orgId, minimumRole: 'Boss' }, handler)
  // @ts-expect-error: no such permission
  propelAuth.withOrgMember({ orgId, permissions: ['can_play'] }, handler)
  // @ts-expect-error: a constant that may be undefined
  propelAuth.withOrgMember({ orgId, permission: undefined }, handler)
  // @ts-expect-error: no such option
  propelAuth.withUser(handler, { denyImpersonations: true })
  untyped.withOrgMember({ orgId, minimumRole: 'Whatever' }, handler)
})

test('for and validateRequest take the environment', () => {
  expectTypeOf(propelAuth.for).toEqualTypeOf<(env?: Env) => PropelAuth<Role, Permission>>()
  expectTypeOf(propelAuth.validateRequest).returns.resolves.toEqualTypeOf<User<Role, Permission>>()
  // @ts-expect-error: another environment
  propelAuth.for({ AUTH_URL: '' })
})
