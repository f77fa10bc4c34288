import { assertType, describe, expectTypeOf, test } from 'vitest'
import {
  type AuthErrorCode,
  type AuthResult,
  type CredentialKind,
  createPropelAuth,
  fromCookie,
  type GuardOptions,
  isAuthError,
  type KeyPrincipal,
  type OptionalUserOptions,
  type OrgMemberInfo,
  type OrgMemberInfoData,
  type PropelAuthOptions,
  type RequestLike,
  requireOrgMember,
  type StepUpOptions,
  type StepUpValidator,
  User,
  type UserData,
  type UserPrincipal,
} from './index.js'

const plain = createPropelAuth({ authUrl: 'https://auth.example.com' })
const typed = createPropelAuth({
  authUrl: 'https://auth.example.com',
  roles: ['Owner', 'Admin', 'Member'],
  permissions: ['can_view_billing', 'can_pay'],
})
type Role = 'Owner' | 'Admin' | 'Member'
type Permission = 'can_view_billing' | 'can_pay'

describe('roles and permissions given to createPropelAuth', () => {
  const user = {} as User<Role, Permission>

  test('type users and members', () => {
    expectTypeOf<Awaited<ReturnType<typeof typed.validateRequest>>>().toEqualTypeOf<User<Role, Permission>>()
    expectTypeOf(typed.optionalUser).returns.resolves.toEqualTypeOf<User<Role, Permission> | null>()
    expectTypeOf(typed.requireOrgMember).returns.toEqualTypeOf<OrgMemberInfo<Role, Permission>>()
  })

  test('complete what is asked for', () => {
    expectTypeOf(user.isRole).parameter(1).toEqualTypeOf<Role>()
    expectTypeOf(user.isAtLeastRole).parameter(1).toEqualTypeOf<Role>()
    expectTypeOf(user.hasPermission).parameter(1).toEqualTypeOf<Permission>()
    expectTypeOf(user.hasAllPermissions).parameter(1).toEqualTypeOf<readonly Permission[]>()
  })

  test('refuse a misspelt one', () => {
    // @ts-expect-error no such role
    typed.requireOrgMember(user, 'acme', { minimumRole: 'Admni' })
    // @ts-expect-error no such role
    typed.requireOrgMember(user, 'acme', { exactRole: 'admin' })
    // @ts-expect-error no such permission
    typed.requireOrgMember(user, 'acme', { permission: 'can_view_biling' })
    // @ts-expect-error no such permission
    typed.requireOrgMember(user, 'acme', { permissions: ['can_pay', 'can_fly'] })
    // @ts-expect-error no such permission
    requireOrgMember(user, 'acme', { permission: 'can_fly' })
    // @ts-expect-error no such role
    user.isRole('acme', 'Boss')
    // @ts-expect-error no such role
    typed.withOrgMember({ orgId: () => 'acme', minimumRole: 'Boss' }, () => new Response())
    typed.requireOrgMember(user, 'acme', { minimumRole: 'Admin', permissions: ['can_pay'] })
  })

  test('leave open what a token may say', () => {
    expectTypeOf<OrgMemberInfo<Role>['userAssignedRole']>().toEqualTypeOf<Role | (string & {})>()
  })

  test('are any text where none were given', () => {
    assertType(plain.requireOrgMember({} as User, 'acme', { minimumRole: 'Anything' }))
    expectTypeOf<Awaited<ReturnType<typeof plain.validateRequest>>>().toEqualTypeOf<User>()
  })
})

describe('a requirement', () => {
  test('has no undefined, unknown or wrong member', () => {
    // @ts-expect-error an undefined constant must not admit everyone
    plain.requireOrgMember({} as User, 'acme', { minimumRole: undefined })
    // @ts-expect-error no such condition
    plain.requireOrgMember({} as User, 'acme', { minRole: 'Admin' })
    // @ts-expect-error a list is called permissions
    plain.requireOrgMember({} as User, 'acme', { permission: ['a'] })
  })

  test('takes an org that may not be there, and a member must be there afterwards', () => {
    const found = plain.requireOrgMember({} as User, undefined)
    expectTypeOf(found).toEqualTypeOf<OrgMemberInfo>()
    expectTypeOf<User['getOrg']>().returns.toEqualTypeOf<OrgMemberInfo | undefined>()
  })
})

describe('options', () => {
  test('may be undefined, as environment variables are, but for the auth URL', () => {
    const env = {} as { key?: string }
    assertType<PropelAuthOptions>({
      authUrl: 'https://auth.example.com',
      verifierKey: env.key,
      apiKey: env.key,
      issuer: env.key,
      jwksUrl: env.key,
      jwksCache: undefined,
      tokenCache: undefined,
      clockToleranceSeconds: undefined,
      allowEmulator: undefined,
      fetch: undefined,
      now: undefined,
      onEvent: undefined,
      roles: undefined,
    })
    assertType<PropelAuthOptions>({ authUrl: env.key })
    // @ts-expect-error an undefined variable must not drop a check
    assertType<PropelAuthOptions>({ authUrl: '', audience: env.key })
    // @ts-expect-error an undefined variable must not drop a check
    assertType<PropelAuthOptions>({ authUrl: '', resource: env.key })
    // @ts-expect-error an undefined variable must not drop a check
    assertType<PropelAuthOptions>({ authUrl: '', isRevoked: undefined })
    // @ts-expect-error the auth URL is required
    assertType<PropelAuthOptions>({})
    // @ts-expect-error no such option
    createPropelAuth({ authUrl: '', autUrl: '' })
  })

  test('of a guard may be undefined, and have no others', () => {
    const request = {} as Request
    assertType(
      plain.validateRequest(request, {
        waitUntil: undefined,
        tokenFrom: undefined,
        detail: undefined,
      }),
    )
    // @ts-expect-error no such option
    plain.validateRequest(request, { denyImpersonations: true })
    // @ts-expect-error onInvalid is for optional users
    plain.validateRequest(request, { onInvalid: 'reject' })
    assertType(plain.optionalUser(request, { onInvalid: 'reject' }))
  })

  test('are inferred from a function as well', () => {
    const lazy = createPropelAuth(() => ({ authUrl: '', roles: ['Admin'] as const }))
    expectTypeOf(lazy.validateRequest({} as Request)).resolves.toEqualTypeOf<User<'Admin', string>>()
  })

  test('take the global fetch and caches of other vendors', () => {
    assertType<PropelAuthOptions['fetch']>(fetch)
    assertType<PropelAuthOptions['now']>(Date.now)
  })
})

describe('a request', () => {
  /** What Next.js, itty-router and Express with a Headers shim hand over. */
  interface NextRequestLike extends Request {
    readonly nextUrl: URL
    readonly cookies: { get(name: string): { value: string } | undefined }
  }

  test('needs headers only', () => {
    assertType<RequestLike>({} as Request)
    assertType<RequestLike>({} as NextRequestLike)
    assertType<RequestLike>({ headers: new Headers() })
    assertType<RequestLike>({ headers: new Map<string, string>() as unknown as Headers, method: 'GET', url: '/x' })
    // @ts-expect-error a record of headers has no get
    assertType<RequestLike>({ headers: { authorization: 'Bearer x' } })
  })

  test('keeps its own type in handlers, and so does what the platform passes', () => {
    const handler = plain.withUser((request: NextRequestLike, { user }, env: { KV: string }) => {
      expectTypeOf(user).toEqualTypeOf<User>()
      return new Response(request.nextUrl.pathname + env.KV)
    })
    expectTypeOf(handler).toEqualTypeOf<(request: NextRequestLike, env: { KV: string }) => Promise<Response>>()
    plain.withOptionalUser((_request, { user }) => {
      expectTypeOf(user).toEqualTypeOf<User | null>()
      return new Response()
    })
    plain.withOrgMember({ orgId: (request) => request.headers.get('x-org') }, (_request, { user, org }) => {
      expectTypeOf(user).toEqualTypeOf<User>()
      expectTypeOf(org).toEqualTypeOf<OrgMemberInfo>()
      return new Response()
    })
  })
})

describe('step-up', () => {
  const request = {} as Request
  const stepUp = { action: 'DELETE_ORG' }

  test('is demanded where a user is required, and nowhere else', () => {
    assertType(plain.validateRequest(request, { stepUp }))
    assertType(plain.authenticateRequest(request, { stepUp }))
    plain.withUser(() => new Response(), { stepUp })
    plain.withOrgMember({ orgId: () => 'acme', minimumRole: 'Admin', stepUp }, () => new Response())
    // @ts-expect-error no user is required
    plain.optionalUser(request, { stepUp })
    // @ts-expect-error no user is required
    plain.withOptionalUser(() => new Response(), { stepUp })
    // @ts-expect-error no request is read
    plain.validateToken('', { stepUp })
    expectTypeOf<OptionalUserOptions>().not.toHaveProperty('stepUp')
  })

  test('has an action that is there', () => {
    const env = {} as { action?: string }
    // @ts-expect-error a misspelt constant must not drop the demand
    plain.validateRequest(request, { stepUp: undefined })
    // @ts-expect-error an action that may be undefined
    assertType<StepUpOptions>({ action: env.action })
    // @ts-expect-error no action
    assertType<StepUpOptions>({})
    // @ts-expect-error no such option
    assertType<StepUpOptions>({ action: 'PAY', grant: 'x' })
  })

  test('reads a grant from any part of a request, at once or later', () => {
    assertType<StepUpOptions>({ action: 'PAY', grantFrom: ({ headers }) => headers.get('x-grant') })
    assertType<StepUpOptions>({ action: 'PAY', grantFrom: fromCookie('grant') })
    assertType<StepUpOptions>({
      action: 'PAY',
      grantFrom: async (request: Request) => (await request.clone().json()).grant,
    })
    // @ts-expect-error a grant is a text
    assertType<StepUpOptions>({ action: 'PAY', grantFrom: () => 7 })
  })

  test('takes any object that verifies grants', () => {
    assertType<PropelAuthOptions>({ authUrl: '', stepUp: undefined })
    assertType<StepUpValidator>({ verifyStepUpGrant: async ({ grant }) => ({ success: grant === 'x' }) })
    // The function of a client with options of its own.
    const verifyStepUpGrant = async (
      _request: { actionType: string; userId: string; grant: string },
      _options?: { signal?: AbortSignal | undefined; timeoutMs?: number | undefined },
    ) => ({ success: true })
    assertType<StepUpValidator>({ verifyStepUpGrant })
    // @ts-expect-error an answer without success
    assertType<StepUpValidator>({ verifyStepUpGrant: async () => ({ ok: true }) })
  })
})

describe('outcomes', () => {
  test('are narrowed by ok', () => {
    const result = {} as AuthResult
    if (result.ok) expectTypeOf(result.user).toEqualTypeOf<User>()
    else expectTypeOf(result.error.code).toEqualTypeOf<AuthErrorCode>()
    // @ts-expect-error not before ok was looked at
    assertType(result.user)
  })

  test('of isAuthError have a code of the table', () => {
    const thrown: unknown = undefined
    if (isAuthError(thrown)) expectTypeOf(thrown.code).toEqualTypeOf<AuthErrorCode>()
    expectTypeOf<'token_expired'>().toExtend<AuthErrorCode>()
    // @ts-expect-error no such code
    assertType<AuthErrorCode>('expired_token')
  })
})

describe('a user', () => {
  test('cannot be changed', () => {
    const user = {} as User
    // @ts-expect-error frozen
    user.userId = 'u2'
    // @ts-expect-error frozen
    user.getOrg('acme')?.userPermissions.push('x')
  })

  test('comes back from data of any type, with the names of the project', () => {
    const data: unknown = {}
    expectTypeOf(User.fromJSON(data)).toEqualTypeOf<User>()
    expectTypeOf(User.fromJSON<Role, Permission>(data)).toEqualTypeOf<User<Role, Permission>>()
    if (data instanceof User) assertType<User>(data)
  })

  test('and an org have no methods where a type says what JSON makes of them, as for clients of RPC', () => {
    type JsonOf<Value> = Value extends { toJSON(): infer Data } ? Data : Value
    expectTypeOf<JsonOf<OrgMemberInfo<Role, Permission>>>().toEqualTypeOf<OrgMemberInfoData>()
    expectTypeOf<JsonOf<User<Role, Permission>>>().toEqualTypeOf<UserData>()
  })

  test('as JSON is plain data, without methods', () => {
    expectTypeOf<User['toJSON']>().returns.toEqualTypeOf<UserData>()
    expectTypeOf<UserData>().not.toHaveProperty('getOrg')
    expectTypeOf<UserData['orgIdToOrgMemberInfo'][string]>().not.toHaveProperty('isRole')
    expectTypeOf<UserData['email']>().toEqualTypeOf<string | undefined>()
  })

  test('has no property of a claim that is absent: undefined is not assigned', () => {
    const always = { userId: 'u1', isImpersonated: false, loginMethod: { loginMethod: 'x' }, orgIdToOrgMemberInfo: {} }
    assertType<UserData>(always)
    // @ts-expect-error absent is absent
    assertType<UserData>({ ...always, email: undefined })
  })
})

describe('what a guard accepts', () => {
  const request = {} as Request
  const accept = ['user', 'apiKey'] as const
  type AnyPrincipal = UserPrincipal<Role, Permission> | KeyPrincipal<Role, Permission>

  test('makes the user optional where it is API keys, and only there', () => {
    expectTypeOf(typed.validateRequest(request)).resolves.toEqualTypeOf<User<Role, Permission>>()
    expectTypeOf(typed.validateRequest(request, { detail: true })).resolves.toEqualTypeOf<User<Role, Permission>>()
    expectTypeOf(typed.validateRequest(request, { accept: ['user'] })).resolves.toEqualTypeOf<User<Role, Permission>>()
    for (const options of [{ accept }, { accept: ['apiKey'] } as const]) {
      expectTypeOf(typed.validateRequest(request, options)).resolves.toEqualTypeOf<User<Role, Permission> | undefined>()
      expectTypeOf(typed.validateToken('', options)).resolves.toEqualTypeOf<User<Role, Permission> | undefined>()
      expectTypeOf(typed.optionalUser(request, options)).resolves.toEqualTypeOf<User<Role, Permission> | null>()
    }
    const later = {} as GuardOptions<CredentialKind>
    expectTypeOf(typed.validateRequest(request, later)).resolves.toEqualTypeOf<User<Role, Permission> | undefined>()
  })

  test('is in the type of the principal', async () => {
    const plainResult = await typed.authenticateRequest(request)
    if (plainResult.ok) expectTypeOf(plainResult.principal).toEqualTypeOf<UserPrincipal<Role, Permission>>()
    const result = await typed.authenticateRequest(request, { accept })
    if (!result.ok) return
    expectTypeOf(result.user).toEqualTypeOf<User<Role, Permission> | undefined>()
    expectTypeOf(result.principal).toEqualTypeOf<AnyPrincipal>()
    if (result.principal.kind === 'user') expectTypeOf(result.principal.user).toEqualTypeOf<User<Role, Permission>>()
    else expectTypeOf(result.principal.org).toEqualTypeOf<OrgMemberInfo<Role, Permission> | undefined>()
    expectTypeOf(requireOrgMember(result.principal, 'acme')).toEqualTypeOf<OrgMemberInfo<Role, Permission>>()
    // @ts-expect-error no such role
    typed.requireOrgMember(result.principal, 'acme', { minimumRole: 'Boss' })
  })

  test('reaches handlers', () => {
    typed.withUser(
      (_request, { user, principal }) => {
        expectTypeOf(user).toEqualTypeOf<User<Role, Permission> | undefined>()
        expectTypeOf(principal).toEqualTypeOf<AnyPrincipal>()
        return new Response()
      },
      { accept: ['user', 'apiKey'] },
    )
    typed.withUser((_request, { principal }) => new Response(principal.user.userId))
    typed.withOptionalUser(
      (_request, { user, principal }) => {
        expectTypeOf(user).toEqualTypeOf<User<Role, Permission> | null>()
        expectTypeOf(principal).toEqualTypeOf<KeyPrincipal<Role, Permission> | null>()
        return new Response()
      },
      { accept: ['apiKey'] },
    )
    const orgId = () => 'acme'
    typed.withOrgMember({ orgId, accept, minimumRole: 'Admin' }, (_request, { user, principal, org }) => {
      expectTypeOf(user).toEqualTypeOf<User<Role, Permission> | undefined>()
      expectTypeOf(principal).toEqualTypeOf<AnyPrincipal>()
      expectTypeOf(org).toEqualTypeOf<OrgMemberInfo<Role, Permission>>()
      return new Response()
    })
    // @ts-expect-error a key may have no user
    typed.withUser((_request, { user }) => new Response(user.userId), { accept })
  })

  test('is a kind there is', () => {
    // @ts-expect-error no such kind
    plain.validateRequest(request, { accept: ['users'] })
    // @ts-expect-error options that accept keys have to say so
    assertType<GuardOptions>({ accept: ['apiKey'] })
  })
})
