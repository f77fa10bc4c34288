import type { Context } from 'hono'
import { Hono } from 'hono'
import { hc, type InferResponseType } from 'hono/client'
import { cors } from 'hono/cors'
import { describe, expectTypeOf, test } from 'vitest'
import {
  createPropelAuth,
  getUser,
  type KeyPrincipal,
  type OrgContext,
  type OrgMemberInfo,
  type Principal,
  type PropelAuth,
  type User,
  type UserContext,
  type UserPrincipal,
} from './index.js'

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

describe('variables are typed behind a guard', () => {
  test('of a route', () => {
    new Hono().get('/', propelAuth.requireUser(), (c) => {
      expectTypeOf(c.var.user).toEqualTypeOf<User<Role, Permission>>()
      expectTypeOf(c.get('user')).toEqualTypeOf<User<Role, Permission>>()
      expectTypeOf(c.var.principal).toEqualTypeOf<UserPrincipal<Role, Permission>>()
      return c.body(null)
    })
    new Hono().get('/:orgId', propelAuth.requireOrgMember(), (c) => {
      expectTypeOf(c.var.org).toEqualTypeOf<OrgMemberInfo<Role, Permission>>()
      expectTypeOf(c.var.user).toEqualTypeOf<User<Role, Permission>>()
      expectTypeOf(c.req.param('orgId')).toEqualTypeOf<string>()
      expectTypeOf(c.req.param('userId')).toEqualTypeOf<string | undefined>()
      return c.body(null)
    })
    new Hono().get('/', untyped.requireUser(), (c) => {
      expectTypeOf(c.var.user).toEqualTypeOf<User>()
      return c.body(null)
    })
  })

  test('of an optional user, who may be null', () => {
    new Hono().get('/', propelAuth.optionalUser(), (c) => {
      expectTypeOf(c.var.user).toEqualTypeOf<User<Role, Permission> | null>()
      return c.body(null)
    })
  })

  test('of a user who may be missing, and of the principal, where API keys are accepted', () => {
    const accept = ['user', 'apiKey'] as const
    new Hono().get('/', propelAuth.requireUser({ accept }), (c) => {
      expectTypeOf(c.var.user).toEqualTypeOf<User<Role, Permission> | undefined>()
      expectTypeOf(c.var.principal).toEqualTypeOf<Principal<Role, Permission>>()
      return c.body(null)
    })
    new Hono().get('/:orgId', propelAuth.requireOrgMember({ accept: ['apiKey'] }), (c) => {
      expectTypeOf(c.var.user).toEqualTypeOf<User<Role, Permission> | undefined>()
      expectTypeOf(c.var.principal).toEqualTypeOf<KeyPrincipal<Role, Permission>>()
      expectTypeOf(c.var.org).toEqualTypeOf<OrgMemberInfo<Role, Permission>>()
      return c.body(null)
    })
    new Hono().get('/', propelAuth.optionalUser({ accept }), (c) => {
      expectTypeOf(c.var.user).toEqualTypeOf<User<Role, Permission> | null>()
      expectTypeOf(c.var.principal).toEqualTypeOf<Principal<Role, Permission> | null>()
      return c.body(null)
    })
    // @ts-expect-error: no such kind
    propelAuth.requireUser({ accept: ['key'] })
  })

  test('that stands before in a chain, also together with other middleware', () => {
    new Hono<{ Bindings: Env }>().use('/api/*', cors(), propelAuth.requireUser()).get('/api/me', (c) => {
      expectTypeOf(c.var.user).toEqualTypeOf<User<Role, Permission>>()
      expectTypeOf(c.env).toEqualTypeOf<Env>()
      return c.body(null)
    })
  })

  test('together with variables of the app', () => {
    new Hono<{ Bindings: Env; Variables: { requestId: string } }>().get('/', propelAuth.requireUser(), (c) => {
      expectTypeOf(c.var.requestId).toEqualTypeOf<string>()
      expectTypeOf(c.var.user).toEqualTypeOf<User<Role, Permission>>()
      return c.body(null)
    })
  })

  test('of a sub-app that says what its parent guards', () => {
    new Hono<{ Variables: UserContext }>().get('/', (c) => {
      expectTypeOf(c.var.user).toEqualTypeOf<User>()
      return c.body(null)
    })
    new Hono<{ Variables: OrgContext<Role> }>().get('/', (c) => {
      expectTypeOf(c.var.org).toEqualTypeOf<OrgMemberInfo<Role>>()
      return c.body(null)
    })
  })
})

describe('variables are absent where no guard is mounted', () => {
  test('on a route of its own', () => {
    new Hono().get('/', (c) => {
      // @ts-expect-error: no guard has looked for a user
      c.var.user
      // @ts-expect-error: no guard has looked for an org
      c.var.org
      return c.body(null)
    })
  })

  test('behind a guard that sets less', () => {
    new Hono().get('/', propelAuth.requireUser(), (c) => {
      // @ts-expect-error: no guard has looked for an org
      c.var.org
      return c.body(null)
    })
    new Hono().get('/', propelAuth.optionalUser(), (c) => {
      // @ts-expect-error: there may be no user
      c.var.user.userId
      return c.body(null)
    })
  })

  test('after a separate app.use, where getUser is the way', () => {
    const app = new Hono<{ Bindings: Env }>()
    app.use(propelAuth.requireOrgMember())
    app.get('/', (c) => {
      // @ts-expect-error: a statement of its own does not change the type of the app
      c.var.user
      expectTypeOf(propelAuth.getUser(c)).toEqualTypeOf<User<Role, Permission>>()
      expectTypeOf(propelAuth.getOrg(c)).toEqualTypeOf<OrgMemberInfo<Role, Permission>>()
      expectTypeOf(getUser(c)).toEqualTypeOf<User>()
      return c.body(null)
    })
  })
})

describe('roles and permissions of the project', () => {
  test('are the only ones a requirement takes', () => {
    propelAuth.requireOrgMember({ minimumRole: 'Admin', exactRole: 'Owner', permissions: ['can_pay'] })
    // @ts-expect-error: no such role
    propelAuth.requireOrgMember({ minimumRole: 'Admins' })
    // @ts-expect-error: no such role
    propelAuth.requireOrgMember({ exactRole: 'owner' })
    // @ts-expect-error: no such permission
    propelAuth.requireOrgMember({ permission: 'can_play' })
    // @ts-expect-error: no such permission
    propelAuth.requireOrgMember({ permissions: ['can_pay', 'can_play'] })
    // @ts-expect-error: a constant that may be undefined
    propelAuth.requireOrgMember({ minimumRole: undefined })
    // @ts-expect-error: no such option
    propelAuth.requireOrgMember({ role: 'Admin' })
    untyped.requireOrgMember({ minimumRole: 'Whatever' })
  })

  test('are the only ones to ask a user for', () => {
    new Hono().get('/:orgId', propelAuth.requireOrgMember(), (c) => {
      c.var.org.isAtLeastRole('Owner')
      // @ts-expect-error: no such role
      c.var.org.isAtLeastRole('Boss')
      // @ts-expect-error: no such permission
      c.var.user.hasPermission('acme', 'can_play')
      return c.body(null)
    })
  })
})

test('the selector of an org gets the context, typed', () => {
  propelAuth.requireOrgMember({
    orgId: (c) => {
      expectTypeOf(c.env).toEqualTypeOf<Env>()
      return c.req.query('org')
    },
  })
  propelAuth.requireOrgMember({ orgId: (c: Context) => c.req.header('x-org-id') })
  propelAuth.requireOrgMember({ orgId: async (c: Context<{ Bindings: Env }>) => c.env.PROPELAUTH_AUTH_URL })
  // @ts-expect-error: not an id
  propelAuth.requireOrgMember({ orgId: () => 7 })
})

test('for takes the environment and gives the core instance', () => {
  expectTypeOf(propelAuth.for).toEqualTypeOf<(env?: Env) => PropelAuth<Role, Permission>>()
  // @ts-expect-error: another environment
  propelAuth.for({ AUTH_URL: '' })
})

test('the RPC client sees the org and the user as JSON has them, without methods', () => {
  const app = new Hono()
    .get('/orgs/:orgId', propelAuth.requireOrgMember(), (c) => c.json(c.var.org))
    .get('/me', propelAuth.requireUser(), (c) => c.json(c.var.user))
  const client = hc<typeof app>('http://localhost')
  type Org = InferResponseType<(typeof client.orgs)[':orgId']['$get']>
  type Me = InferResponseType<typeof client.me.$get>
  expectTypeOf<Org['orgName']>().toEqualTypeOf<string>()
  expectTypeOf<Org>().not.toHaveProperty('isRole')
  expectTypeOf<Me['userId']>().toEqualTypeOf<string>()
  expectTypeOf<Me>().not.toHaveProperty('getOrg')
})
