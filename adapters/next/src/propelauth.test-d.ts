import type { PropelAuth } from '@propelauth-edge/core'
import { after, NextRequest, NextResponse } from 'next/server.js'
import { describe, expectTypeOf, test } from 'vitest'
import { createPropelAuth, type OrgMemberInfo, type User } from './index.js'
import { createServerAuth } from './server.js'

const propelAuth = createPropelAuth({
  authUrl: 'https://auth.example.com',
  roles: ['Owner', 'Admin'],
  permissions: ['can_pay'],
})
type Member = User<'Owner' | 'Admin', 'can_pay'>
type Org = OrgMemberInfo<'Owner' | 'Admin', 'can_pay'>

/** The types that Next.js generates for an app with these routes, and its check of the exports of a route file. */
interface ParamMap {
  // biome-ignore lint/complexity/noBannedTypes: as Next.js writes it
  '/users': {}
  '/users/[id]': { id: string }
  '/orgs/[orgId]': { orgId: string }
  '/docs/[...path]': { path: string[] }
  '/shop/[[...path]]': { path?: string[] }
}
type RouteContext<Route extends keyof ParamMap> = { params: Promise<ParamMap[Route]> }
type Expected<Route extends keyof ParamMap> = (
  request: NextRequest,
  context: { params: Promise<ParamMap[Route]> },
) => Promise<Response> | Response

describe('withUser', () => {
  test('types params by the route it is given', () => {
    const GET = propelAuth.withUser<RouteContext<'/users/[id]'>>(async (request, { user, params }) => {
      expectTypeOf(request).toEqualTypeOf<NextRequest>()
      expectTypeOf(user).toEqualTypeOf<Member>()
      expectTypeOf(params).toEqualTypeOf<Promise<{ id: string }>>()
      return NextResponse.json(await params)
    })
    expectTypeOf(GET).toExtend<Expected<'/users/[id]'>>()
    expectTypeOf(GET).parameter(1).toEqualTypeOf<Pick<RouteContext<'/users/[id]'>, 'params'>>()
    // @ts-expect-error: the handler needs another route's params
    expectTypeOf(GET).toExtend<Expected<'/docs/[...path]'>>()
  })

  test('types params by the annotation of the handler', () => {
    const GET = propelAuth.withUser(
      async (_request, { user, params }: { user: Member; params: Promise<{ id: string }> }) =>
        Response.json({ id: (await params).id, by: user.userId }),
    )
    expectTypeOf(GET).toExtend<Expected<'/users/[id]'>>()
    // @ts-expect-error: the handler needs another route's params
    expectTypeOf(GET).toExtend<Expected<'/docs/[...path]'>>()
    const POST = propelAuth.withUser(async (_request, { params }: RouteContext<'/docs/[...path]'>) =>
      Response.json((await params).path.length),
    )
    expectTypeOf(POST).toExtend<Expected<'/docs/[...path]'>>()
  })

  test('fits every route if the handler names none', () => {
    const GET = propelAuth.withUser(async (_request, { user, params }) => {
      expectTypeOf((await params).id).toEqualTypeOf<string | string[] | undefined>()
      return Response.json({ userId: user.userId })
    })
    expectTypeOf(GET).toExtend<Expected<'/users'>>()
    expectTypeOf(GET).toExtend<Expected<'/users/[id]'>>()
    expectTypeOf(GET).toExtend<Expected<'/docs/[...path]'>>()
    expectTypeOf(GET).toExtend<Expected<'/shop/[[...path]]'>>()
  })

  test('passes no org, and takes `after` of Next.js as waitUntil', () => {
    // @ts-expect-error: only withOrgMember has one
    propelAuth.withUser((_request, { org }) => Response.json(org))
    propelAuth.withUser(() => Response.json({}), { waitUntil: after })
    // @ts-expect-error: a misspelt option
    propelAuth.withUser(() => Response.json({}), { denyImpersonatoin: true })
    // @ts-expect-error: not a response
    propelAuth.withUser(() => ({}))
  })

  test('may pass no user if API keys are accepted, which a named route says with its types', () => {
    propelAuth.withUser(
      (_request, { user, principal }) => {
        expectTypeOf(user).toEqualTypeOf<Member | undefined>()
        return Response.json(principal.kind)
      },
      { accept: ['user', 'apiKey'] },
    )
    propelAuth.withUser<RouteContext<'/users/[id]'>, 'apiKey'>(
      (_request, { user, params }) => {
        expectTypeOf(user).toEqualTypeOf<Member | undefined>()
        expectTypeOf(params).toEqualTypeOf<Promise<{ id: string }>>()
        return Response.json({})
      },
      { accept: ['apiKey'] },
    )
    // @ts-expect-error: the types say users alone
    propelAuth.withUser<RouteContext<'/users/[id]'>>(() => Response.json({}), { accept: ['apiKey'] })
    // @ts-expect-error: pages and actions are for users
    createServerAuth(propelAuth, { accept: ['user'] })
  })

  test('can be called with a request of Next.js, without a cast', () => {
    const GET = propelAuth.withUser((_request, { user }) => Response.json(user))
    const response = GET(new NextRequest('https://app.example.com'), { params: Promise.resolve({}) })
    expectTypeOf(response).toEqualTypeOf<Promise<Response>>()
  })
})

test('withOptionalUser passes a user or null', () => {
  const GET = propelAuth.withOptionalUser<RouteContext<'/users/[id]'>>((_request, { user, params }) => {
    expectTypeOf(user).toEqualTypeOf<Member | null>()
    expectTypeOf(params).toEqualTypeOf<Promise<{ id: string }>>()
    return new Response(user?.email)
  })
  expectTypeOf(GET).toExtend<Expected<'/users/[id]'>>()
  // @ts-expect-error: there may be no user
  propelAuth.withOptionalUser((_request, { user }) => new Response(user.userId))
  // @ts-expect-error: only withOrgMember has one
  propelAuth.withOptionalUser((_request, { org }) => Response.json(org))
})

describe('withOrgMember', () => {
  test('passes user, org and params', () => {
    const GET = propelAuth.withOrgMember<RouteContext<'/users/[id]'>>(
      {
        orgId: async (request, { params }) => request.nextUrl.searchParams.get('org') ?? (await params).id,
        minimumRole: 'Admin',
      },
      (_request, { user, org, params }) => {
        expectTypeOf(user).toEqualTypeOf<Member>()
        expectTypeOf(org).toEqualTypeOf<Org>()
        expectTypeOf(params).toEqualTypeOf<Promise<{ id: string }>>()
        return Response.json(org)
      },
    )
    expectTypeOf(GET).toExtend<Expected<'/users/[id]'>>()
  })

  test('needs the option orgId for a route that has no such parameter', () => {
    const handler = () => Response.json({})
    propelAuth.withOrgMember<RouteContext<'/orgs/[orgId]'>>({}, handler)
    propelAuth.withOrgMember<RouteContext<'/users'>>({ orgId: () => 'acme' }, handler)
    propelAuth.withOrgMember({}, async (_request, { params }: RouteContext<'/orgs/[orgId]'>) =>
      Response.json((await params).orgId),
    )
    propelAuth.withOrgMember({}, async (_request, { params }) => Response.json((await params).orgId))
    // @ts-expect-error: neither parameter nor option
    propelAuth.withOrgMember<RouteContext<'/users'>>({}, handler)
    // @ts-expect-error: neither parameter nor option
    propelAuth.withOrgMember<RouteContext<'/users/[id]'>>({ minimumRole: 'Admin' }, handler)
    // @ts-expect-error: neither parameter nor option, by the annotation of the handler
    propelAuth.withOrgMember({}, (_request, { org }: { org: Org } & RouteContext<'/users/[id]'>) => Response.json(org))
  })

  test('takes known roles and permissions only', () => {
    const handler = () => Response.json({})
    propelAuth.withOrgMember({ permissions: ['can_pay'], exactRole: 'Owner' }, handler)
    // @ts-expect-error: not one of the roles
    propelAuth.withOrgMember({ minimumRole: 'Boss' }, handler)
    // @ts-expect-error: not one of the permissions
    propelAuth.withOrgMember({ permission: 'can_fly' }, handler)
    // @ts-expect-error: not one of the roles
    propelAuth.withOrgMember({}, (_request, { org }) => Response.json(org.isRole('Boss')))
    // @ts-expect-error: not one of the permissions
    propelAuth.withUser((_request, { user }) => Response.json(user.hasPermission('acme', 'can_fly')))
  })
})

test('an instance has the functions of a core instance', () => {
  expectTypeOf(propelAuth.validateRequest(new NextRequest('https://app.example.com'))).resolves.toEqualTypeOf<Member>()
  expectTypeOf(propelAuth.requireOrgMember).toEqualTypeOf<
    PropelAuth<'Owner' | 'Admin', 'can_pay'>['requireOrgMember']
  >()
})

test('the functions for server components know users, roles and permissions', () => {
  const { getUser, requireUser, getOrgMember } = createServerAuth(propelAuth, { cookie: '__pa_at' })
  expectTypeOf(getUser).returns.resolves.toEqualTypeOf<Member | null>()
  expectTypeOf(requireUser).returns.resolves.toEqualTypeOf<Member>()
  expectTypeOf(getOrgMember('acme', { permission: 'can_pay' })).resolves.toEqualTypeOf<Org | null>()
  // @ts-expect-error: not one of the roles
  getOrgMember('acme', { minimumRole: 'Boss' })
  // @ts-expect-error: the places a token is read from are given by `cookie`
  createServerAuth(propelAuth, { tokenFrom: [] })
})
