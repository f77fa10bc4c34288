import { AutoRouter as AutoRouter6, type IRequest, type IRequestStrict, Router as Router6 } from 'itty-router'
import { AutoRouter as AutoRouter5, Router as Router5 } from 'itty-router-5'
import { describe, expectTypeOf, test } from 'vitest'
import {
  type CredentialKind,
  createPropelAuth,
  type OptionalUserRequest,
  type OrgMemberInfo,
  type OrgRequest,
  type Principal,
  type User,
  type UserPrincipal,
  type UserRequest,
} from './index.js'

const propelAuth = createPropelAuth({
  authUrl: 'https://auth.example.com',
  roles: ['Owner', 'Admin'],
  permissions: ['can_pay'],
})

describe('requests', () => {
  test('behind a guard have what it sets', () => {
    expectTypeOf<UserRequest['user']>().toEqualTypeOf<User>()
    expectTypeOf<UserRequest['principal']>().toEqualTypeOf<UserPrincipal>()
    expectTypeOf<OptionalUserRequest['user']>().toEqualTypeOf<User | null>()
    expectTypeOf<OrgRequest['user']>().toEqualTypeOf<User>()
    expectTypeOf<OrgRequest['org']>().toEqualTypeOf<OrgMemberInfo>()
    expectTypeOf<UserRequest['params']>().toEqualTypeOf<IRequest['params']>()
  })

  test('with roles and permissions know them', () => {
    type Typed = OrgRequest<'Owner' | 'Admin', 'can_pay'>
    expectTypeOf<Typed['user']>().toEqualTypeOf<User<'Owner' | 'Admin', 'can_pay'>>()
    expectTypeOf<Typed['org']['hasPermission']>().parameter(0).toEqualTypeOf<'can_pay'>()
  })

  test('may have no user where API keys are accepted', () => {
    type AnyRequest = UserRequest<string, string, CredentialKind>
    expectTypeOf<AnyRequest['user']>().toEqualTypeOf<User | undefined>()
    expectTypeOf<AnyRequest['principal']>().toEqualTypeOf<Principal>()
    propelAuth.requireUser({ accept: ['user', 'apiKey'] })
    // @ts-expect-error: no such kind
    propelAuth.requireUser({ accept: ['key'] })
  })

  test('without a guard have no user', () => {
    // @ts-expect-error: itty's own strict request
    type Absent = IRequestStrict['user']
    expectTypeOf<Absent>().toBeAny()
  })
})

describe('guards', () => {
  test('take known roles and permissions only', () => {
    propelAuth.requireOrgMember({ minimumRole: 'Admin', permissions: ['can_pay'] })
    // @ts-expect-error: not one of the roles
    propelAuth.requireOrgMember({ minimumRole: 'Boss' })
    // @ts-expect-error: not one of the permissions
    propelAuth.requireOrgMember({ permission: 'can_fly' })
    // @ts-expect-error: a misspelt option
    propelAuth.requireUser({ denyImpersonatoin: true })
  })

  test('select an org from the request', () => {
    propelAuth.requireOrgMember({ orgId: ({ query }) => (typeof query.org === 'string' ? query.org : undefined) })
    // @ts-expect-error: not an id
    propelAuth.requireOrgMember({ orgId: () => 1 })
  })

  test('stand in the routers of both majors, before handlers that say what they need', () => {
    const handler = ({ user, org }: OrgRequest) => [user.userId, org.orgId]
    AutoRouter6().get('/', propelAuth.requireUser(), propelAuth.requireOrgMember(), handler)
    AutoRouter5().get('/', propelAuth.requireUser(), propelAuth.requireOrgMember(), handler)
    Router6()
      .all('/api/*', propelAuth.requireUser())
      .get('/api/me', ({ user }: UserRequest) => user.email)
    Router5()
      .all('/api/*', propelAuth.requireUser())
      .get('/api/me', ({ user }: UserRequest) => user.email)
    AutoRouter6({ before: [propelAuth.requireUser()] })
    AutoRouter5({ before: [propelAuth.requireUser()] })
  })

  test('leave the arguments of a router as they are', () => {
    interface Env {
      readonly AUTH_URL: string
    }
    const fromEnv = createPropelAuth((env: Env) => ({ authUrl: env.AUTH_URL }))
    const handler = ({ user }: UserRequest, env: Env) => `${user.userId} ${env.AUTH_URL}`
    Router6<IRequest, [Env]>().get('/', fromEnv.requireUser(), handler)
    Router5<IRequest, [Env]>().get('/', fromEnv.requireUser(), handler)
    expectTypeOf(fromEnv.for).parameter(0).toEqualTypeOf<Env | undefined>()
  })
})
