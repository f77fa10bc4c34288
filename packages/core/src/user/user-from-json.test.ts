import { createRandom, type Random } from 'test-kit/random'
import { describe, expect, test } from 'vitest'
import { issuer } from '../../test/issuer.js'
import { requireOrgMember } from '../access/require-org-member.js'
import { createPropelAuth } from '../propelauth.js'
import type { TestOrg, TestTokenOptions } from '../testing.js'
import { OrgMemberInfo } from './org-member-info.js'
import { User as BaseUser } from './user.js'
import { User } from './user-from-json.js'

const propelAuth = createPropelAuth({ authUrl: issuer.authUrl, jwks: issuer.jwks })
const userOf = async (of: TestTokenOptions) => propelAuth.validateToken(await issuer.token(of))

const overJson = (value: unknown) => JSON.parse(JSON.stringify(value))
const org: TestOrg = { orgId: 'acme', role: 'Admin', permissions: ['can_pay'], metadata: { a_b: [1] } }
const full = overJson(
  await userOf({
    user: {
      userId: 'u1',
      firstName: 'Ada',
      impersonatorUserId: 'employee',
      properties: { a_b: { c: [1] } },
      metadata: { x_y: null },
      loginMethod: { loginMethod: 'saml_sso', provider: 'Okta', orgId: 'acme' },
    },
    orgs: [org, { orgId: 'multi', multiRole: true, additionalRoles: ['Support'], legacyOrgId: '7' }],
  }),
)

function unfrozen(value: unknown, path = 'user'): string[] {
  if (typeof value !== 'object' || value === null) return []
  const inside = Object.entries(value).flatMap(([key, item]) => unfrozen(item, `${path}.${key}`))
  return Object.isFrozen(value) ? inside : [path, ...inside]
}

describe('a user restored from JSON', () => {
  test('equals the original, has its methods and is deeply frozen', () => {
    const user = User.fromJSON(full)
    expect(user).toBeInstanceOf(BaseUser)
    expect(user).toBeInstanceOf(User)
    expect(user.getOrg('acme')).toBeInstanceOf(OrgMemberInfo)
    expect(overJson(user)).toEqual(full)
    expect(unfrozen(user)).toEqual([])
    expect(Object.getPrototypeOf(user.orgIdToOrgMemberInfo)).toBeNull()
    expect(user.isAtLeastRole('acme', 'Member')).toBe(true)
    expect(user.isRole('multi', 'Support')).toBe(true)
    expect(requireOrgMember(user, 'acme', { minimumRole: 'Admin', permission: 'can_pay' }).orgId).toBe('acme')
    expect(() => requireOrgMember(user, 'acme', { minimumRole: 'Owner' })).toThrow('insufficient')
  })

  test('keeps an active org, and has no other', async () => {
    const data = overJson(await userOf({ activeOrg: org }))
    const user = User.fromJSON(data)
    expect(user.activeOrgId).toBe('acme')
    expect(user.getActiveOrg()).toBe(user.getOrg('acme'))
    expect(overJson(user)).toEqual(data)
  })

  test('is a copy: the data is not frozen, and a change of it changes no user', () => {
    const data = structuredClone(full)
    const user = User.fromJSON(data)
    expect(unfrozen(data).length).toBeGreaterThan(10)
    data.orgIdToOrgMemberInfo.acme.userPermissions.push('can_do_anything')
    data.properties.a_b.c.push(2)
    expect(overJson(user)).toEqual(full)
  })

  test('may be a user itself, or what toJSON gave without a text between', async () => {
    const user = await userOf({ orgs: [org] })
    expect(overJson(User.fromJSON(user))).toEqual(overJson(user))
    expect(overJson(User.fromJSON(user.toJSON()))).toEqual(overJson(user))
    expect(overJson(User.fromJSON(structuredClone({ ...user })))).toEqual(overJson(user))
  })

  test('lacks what the data lacks, and takes the defaults of a token', () => {
    const user = User.fromJSON({ userId: 'u1' })
    expect(overJson(user)).toEqual({
      userId: 'u1',
      isImpersonated: false,
      loginMethod: { loginMethod: 'unknown' },
      orgIdToOrgMemberInfo: {},
    })
  })

  test('has nothing that a user does not have', () => {
    const more = { ...full, isAdmin: true, user_id: 'u2', toJSON: 1, getOrg: 'x', orgMemberInfo: { orgId: 'evil' } }
    expect(overJson(User.fromJSON(more))).toEqual(full)
  })

  test('is the same again, for 500 users of every form', async () => {
    const random = createRandom(20_261_130)
    const token = (of: TestTokenOptions) => new BaseUser(claimsOf(of))
    const claimsOf = ({ user = {}, orgs = [], activeOrg }: TestTokenOptions) => ({
      user_id: user.userId,
      email: user.email,
      impersonator_user_id: user.impersonatorUserId,
      properties: user.properties,
      org_id_to_org_member_info: Object.fromEntries(orgs.map((each) => [each.orgId, toClaim(each)])),
      org_member_info: activeOrg && toClaim(activeOrg),
    })
    const toClaim = ({ orgId, role = 'Member', permissions = [], metadata, legacyOrgId, multiRole }: TestOrg) => ({
      org_id: orgId,
      org_name: orgId,
      user_role: role,
      inherited_user_roles_plus_current_role: [role],
      user_permissions: permissions,
      org_metadata: metadata,
      legacy_org_id: legacyOrgId,
      org_role_structure: multiRole ? 'multi_role' : undefined,
      additional_roles: multiRole ? [role, 'x'] : undefined,
    })
    const names = ['a', '__proto__', 'constructor', 'a_b', 'aB', 'toJSON', '', '0', 'ü', 'user_role', 'userId']
    const name = (of: Random) => of.pick(names)
    const anyOrg = (of: Random): TestOrg => ({
      orgId: name(of) || 'x',
      role: name(of),
      permissions: Array.from({ length: of.below(3) }, () => name(of)),
      ...(of.oneIn(2) && { metadata: JSON.parse(`{${JSON.stringify(name(of))}:[null,{"a_b":1}]}`) }),
      ...(of.oneIn(3) && { legacyOrgId: name(of) }),
      multiRole: of.oneIn(3),
    })
    for (let run = 0; run < 500; run++) {
      const orgs = Array.from({ length: random.below(4) }, () => anyOrg(random))
      const user = token({
        user: {
          userId: name(random) || 'x',
          ...(random.oneIn(2) && { email: name(random) }),
          ...(random.oneIn(4) && { impersonatorUserId: name(random) }),
          ...(random.oneIn(2) && { properties: JSON.parse(`{${JSON.stringify(name(random))}:{"x_y":[1]}}`) }),
        },
        orgs,
        ...(random.oneIn(3) && { activeOrg: anyOrg(random) }),
      })
      const text = JSON.stringify(user)
      expect(JSON.stringify(User.fromJSON(JSON.parse(text))), text).toBe(text)
    }
  })
})

describe('data that no user has is a TypeError that names the member:', () => {
  const acme = full.orgIdToOrgMemberInfo.acme
  const inOrg = (member: string, value: unknown) => ({
    ...full,
    orgIdToOrgMemberInfo: { acme: { ...acme, [member]: value } },
  })
  const wrong: Record<string, readonly [data: unknown, member: string]> = {
    'no user id': [{ ...full, userId: undefined }, 'userId must be a non-empty string, found undefined'],
    'an empty user id': [{ ...full, userId: '' }, 'userId'],
    'a user id that is a number': [{ ...full, userId: 7 }, 'userId must be a non-empty string, found number'],
    'an email that is a list': [{ ...full, email: ['a'] }, 'email must be a string, found list'],
    'a first name that is an object': [{ ...full, firstName: {} }, 'firstName'],
    'properties that are a list': [{ ...full, properties: [] }, 'properties must be an object, found list'],
    'metadata that is text': [{ ...full, metadata: 'x' }, 'metadata'],
    'a login method that is text': [{ ...full, loginMethod: 'password' }, 'loginMethod must be an object'],
    'a login method without a name': [{ ...full, loginMethod: {} }, 'loginMethod'],
    'a provider that is a number': [{ ...full, loginMethod: { loginMethod: 'x', provider: 7 } }, 'provider'],
    'an impersonated user without impersonator': [
      { ...full, impersonatorUserId: undefined },
      'isImpersonated must be false, as impersonatorUserId says, found boolean',
    ],
    'an impersonator of a user who is not impersonated': [{ ...full, isImpersonated: false }, 'isImpersonated'],
    'whether the user is impersonated, as text': [{ ...full, isImpersonated: 'true' }, 'isImpersonated'],
    'orgs in a list': [{ ...full, orgIdToOrgMemberInfo: [acme] }, 'orgIdToOrgMemberInfo must be an object'],
    'an org that is text': [{ ...full, orgIdToOrgMemberInfo: { acme: 'x' } }, 'orgIdToOrgMemberInfo'],
    'an org under the id of another': [{ ...full, orgIdToOrgMemberInfo: { other: acme } }, 'orgIdToOrgMemberInfo'],
    'an org without an id': [inOrg('orgId', undefined), 'orgIdToOrgMemberInfo'],
    'an org without a name': [inOrg('orgName', undefined), 'orgName'],
    'permissions that are text': [inOrg('userPermissions', 'can_pay'), 'userPermissions must be a list of strings'],
    'permissions with a hole': [inOrg('userPermissions', new Array(1)), 'userPermissions'],
    'inherited roles that are text': [
      inOrg('userInheritedRolesPlusCurrentRole', 'Owner'),
      'userInheritedRolesPlusCurrentRole',
    ],
    'additional roles that are text': [inOrg('userAssignedAdditionalRoles', 'Owner'), 'userAssignedAdditionalRoles'],
    'a role that is a list': [inOrg('userAssignedRole', ['Owner']), 'userAssignedRole'],
    'an unknown role structure': [inOrg('orgRoleStructure', 'flat'), 'orgRoleStructure'],
    'org metadata that is a list': [inOrg('orgMetadata', []), 'orgMetadata'],
    'the wire form of an org': [inOrg('userPermissions', undefined), 'userPermissions'],
    'an active org that is not there': [
      { ...full, activeOrgId: 'other' },
      'activeOrgId must be the id of the only org',
    ],
    'an active org beside others': [{ ...full, activeOrgId: 'acme' }, 'activeOrgId'],
    'an active org that is no text': [{ ...full, orgIdToOrgMemberInfo: { 7: acme }, activeOrgId: 7 }, 'activeOrgId'],
    'an active org without orgs': [{ userId: 'u1', activeOrgId: 'acme' }, 'activeOrgId'],
    'the claims of a token': [{ user_id: 'u1', org_id_to_org_member_info: {} }, 'userId'],
    'a user id of the prototype': [Object.create({ userId: 'u1' }), 'userId'],
    'a user id named __proto__': [JSON.parse('{"__proto__":{"userId":"u1"}}'), 'userId'],
  }
  for (const [title, [data, member]] of Object.entries(wrong))
    test(title, () => {
      expect(() => User.fromJSON(data)).toThrow(TypeError)
      expect(() => User.fromJSON(data)).toThrow(`User.fromJSON: ${member}`)
    })

  test('what is not plain data at all', () => {
    for (const data of [undefined, null, 'u1', JSON.stringify(full), 7, [full], [], () => full, Symbol('u1')])
      expect(() => User.fromJSON(data)).toThrow(/^User\.fromJSON: expected the plain data that toJSON\(\) gives/)
    expect(() => User.fromJSON({ ...full, properties: { a: () => {} } })).toThrow(TypeError)
  })

  test('never the data itself, which may be personal', () => {
    const secret = 'canary@example.com'
    for (const data of [{ ...full, email: [secret] }, inOrg('orgName', { secret }), { ...full, activeOrgId: secret }])
      expect(() => User.fromJSON(data)).toThrow(
        expect.not.objectContaining({ message: expect.stringContaining(secret) }),
      )
  })
})

test('hostile names pollute no object', () => {
  const hostile = '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}'
  const data = JSON.parse(`{"userId":"u1","properties":${hostile},"metadata":${hostile},"__proto__":{"isAdmin":true}}`)
  const user = User.fromJSON(data)
  expect((user as { isAdmin?: boolean }).isAdmin).toBeUndefined()
  expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
  expect(JSON.stringify(user.properties)).toBe(hostile)
})
