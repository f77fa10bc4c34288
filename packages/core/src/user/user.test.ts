import { describe, expect, test } from 'vitest'
import { OrgMemberInfo } from './org-member-info.js'
import { toUser, User } from './user.js'

const acme = {
  org_id: 'org-acme',
  org_name: 'Acme Inc',
  url_safe_org_name: 'acme-inc',
  org_metadata: { plan_name: 'pro', nested: { deep_key: [1, { a: 1 }] } },
  user_role: 'Admin',
  inherited_user_roles_plus_current_role: ['Admin', 'Member'],
  user_permissions: ['can_view_billing'],
  org_role_structure: 'single_role_in_hierarchy',
  additional_roles: [],
  legacy_org_id: '42',
}
const multi = {
  ...acme,
  org_id: 'org-multi',
  org_name: 'Multi',
  url_safe_org_name: 'multi',
  user_role: 'Billing',
  inherited_user_roles_plus_current_role: ['Billing'],
  additional_roles: ['Support'],
  org_role_structure: 'multi_role',
}

/** What tokens had before these claims were added. */
const old = { ...acme }
for (const added of ['org_role_structure', 'additional_roles', 'legacy_org_id', 'org_metadata', 'url_safe_org_name'])
  Reflect.deleteProperty(old, added)

const base = { iss: 'https://auth.example.com', iat: 1, exp: 2, user_id: 'u1' }
const make = (claims: object = {}) => new User({ ...base, ...claims })
const withOrgs = (...orgs: { org_id: string; [claim: string]: unknown }[]) =>
  make({ org_id_to_org_member_info: Object.fromEntries(orgs.map((org) => [org.org_id, org])) })

describe('a user', () => {
  test('has each claim as a property', () => {
    const user = make({
      email: 'a@example.com',
      first_name: 'Ada',
      last_name: 'Lovelace',
      username: 'ada',
      legacy_user_id: '7',
      impersonator_user_id: 'employee',
      properties: { favourite_color: 'blue' },
      metadata: { some_key: 1 },
      login_method: { login_method: 'password' },
    })
    expect(user.toJSON()).toEqual({
      userId: 'u1',
      email: 'a@example.com',
      firstName: 'Ada',
      lastName: 'Lovelace',
      username: 'ada',
      legacyUserId: '7',
      impersonatorUserId: 'employee',
      isImpersonated: true,
      properties: { favourite_color: 'blue' },
      metadata: { some_key: 1 },
      loginMethod: { loginMethod: 'password' },
      orgIdToOrgMemberInfo: {},
    })
  })

  test('has no property for a claim that is absent or null', () => {
    const always = ['userId', 'isImpersonated', 'loginMethod', 'orgIdToOrgMemberInfo']
    const optional = [
      'email',
      'first_name',
      'last_name',
      'username',
      'legacy_user_id',
      'impersonator_user_id',
      'properties',
      'metadata',
    ]
    expect(Object.keys(make()).sort()).toEqual([...always].sort())
    const nulls = Object.fromEntries(
      [...optional, 'login_method', 'org_member_info', 'org_id_to_org_member_info'].map((name) => [name, null]),
    )
    expect(Object.keys(make(nulls)).sort()).toEqual([...always].sort())
    expect(make().isImpersonated).toBe(false)
  })

  test('has empty strings of a token', () => {
    expect(make({ email: '', username: '', impersonator_user_id: '' })).toMatchObject({
      email: '',
      username: '',
      isImpersonated: true,
    })
  })

  test('has no property for other claims', () => {
    expect(JSON.stringify(make({ sub: 'secret', aud: 'secret', picture: 'secret' }))).not.toContain('secret')
  })

  test('has any login method, known or not', () => {
    for (const method of [
      'password',
      'magic_link',
      'email_confirmation_link',
      'impersonation',
      'generated_from_backend_api',
      'unknown',
      'passkey',
    ])
      expect(make({ login_method: { login_method: method } }).loginMethod).toEqual({ loginMethod: method })
    expect(make({ login_method: { login_method: 'social_sso', provider: 'Google' } }).loginMethod).toEqual({
      loginMethod: 'social_sso',
      provider: 'Google',
    })
    expect(
      make({ login_method: { login_method: 'saml_sso', provider: 'Okta', org_id: 'org-acme' } }).loginMethod,
    ).toEqual({
      loginMethod: 'saml_sso',
      provider: 'Okta',
      orgId: 'org-acme',
    })
    expect(make({ login_method: { login_method: 'social_sso', provider: null, org_id: null } }).loginMethod).toEqual({
      loginMethod: 'social_sso',
    })
    expect(make().loginMethod).toEqual({ loginMethod: 'unknown' })
  })

  test('finds properties by own keys only', () => {
    const user = make({ properties: JSON.parse('{"a_b":1,"__proto__":{"x":1},"none":null}') })
    expect(user.getUserProperty('a_b')).toBe(1)
    expect(user.getUserProperty('none')).toBeNull()
    expect(user.getUserProperty('__proto__')).toEqual({ x: 1 })
    for (const key of ['aB', 'x', 'constructor', 'toString', 'hasOwnProperty'])
      expect(user.getUserProperty(key)).toBeUndefined()
    expect(make().getUserProperty('a_b')).toBeUndefined()
    expect(make().getUserProperty('__proto__')).toBeUndefined()
  })
})

describe('orgs of a user', () => {
  test('come from the map without an active org', () => {
    const user = withOrgs(acme, multi)
    expect(user.getOrgs().map(({ orgId }) => orgId)).toEqual(['org-acme', 'org-multi'])
    expect(user.getOrg('org-multi')?.orgName).toBe('Multi')
    expect(user).not.toHaveProperty('activeOrgId')
    expect(user.getActiveOrg()).toBeUndefined()
  })

  test('are the active org only, also with a map', () => {
    for (const map of [undefined, null, {}, { 'org-multi': multi }]) {
      const user = make({ org_member_info: acme, org_id_to_org_member_info: map })
      expect(user.activeOrgId).toBe('org-acme')
      expect(user.getActiveOrg()).toBe(user.getOrg('org-acme'))
      expect(user.getOrgs()).toHaveLength(1)
      expect(user.getOrg('org-multi')).toBeUndefined()
    }
  })

  test('have each field as a property, and metadata with the keys of the project', () => {
    expect({ ...withOrgs(acme).getOrg('org-acme') }).toEqual({
      orgId: 'org-acme',
      orgName: 'Acme Inc',
      urlSafeOrgName: 'acme-inc',
      orgMetadata: acme.org_metadata,
      legacyOrgId: '42',
      orgRoleStructure: 'single_role_in_hierarchy',
      userAssignedRole: 'Admin',
      userInheritedRolesPlusCurrentRole: ['Admin', 'Member'],
      userAssignedAdditionalRoles: [],
      userPermissions: ['can_view_billing'],
    })
  })

  test('of older tokens have defaults', () => {
    const org = withOrgs(old).getOrg('org-acme')
    expect(org).toMatchObject({
      urlSafeOrgName: '',
      orgMetadata: {},
      orgRoleStructure: 'single_role_in_hierarchy',
      userAssignedAdditionalRoles: [],
    })
    expect(org).not.toHaveProperty('legacyOrgId')
  })

  test('are found by name in any case, with spaces or hyphens', () => {
    const user = withOrgs(acme, multi)
    for (const name of ['Acme Inc', 'acme inc', 'ACME-INC', 'acme-inc'])
      expect(user.getOrgByName(name)?.orgId).toBe('org-acme')
    for (const name of ['Acme', 'acme_inc', 'acme  inc', '']) expect(user.getOrgByName(name)).toBeUndefined()
  })

  test('include no active org without a choice, not even one named undefined', () => {
    expect(withOrgs({ ...acme, org_id: 'undefined' }).getActiveOrg()).toBeUndefined()
  })

  test('are never found by names of inherited properties', () => {
    const user = withOrgs(acme)
    for (const id of ['__proto__', 'constructor', 'hasOwnProperty', 'toString', 'valueOf', '', 'length']) {
      expect(user.getOrg(id)).toBeUndefined()
      expect(user.isRole(id, 'Admin')).toBe(false)
      expect(user.isAtLeastRole(id, 'Admin')).toBe(false)
      expect(user.hasPermission(id, 'can_view_billing')).toBe(false)
      expect(user.hasAllPermissions(id, [])).toBe(false)
    }
  })

  test('may have the names of inherited properties without prototype pollution', () => {
    const hostile = (id: string) => ({ ...acme, org_id: id, isAdmin: true })
    const names = ['__proto__', 'constructor', 'hasOwnProperty']
    const user = make({
      org_id_to_org_member_info: JSON.parse(`{${names.map((id) => `"${id}":${JSON.stringify(hostile(id))}`).join()}}`),
    })
    for (const id of names) expect(user.getOrg(id)?.orgId).toBe(id)
    expect(Object.keys(user.orgIdToOrgMemberInfo)).toEqual(names)
    expect(Object.keys(user.toJSON().orgIdToOrgMemberInfo)).toEqual(names)
    expect(Object.keys(JSON.parse(JSON.stringify(user)).orgIdToOrgMemberInfo)).toEqual(names)
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
    expect(Object.getPrototypeOf(user.orgIdToOrgMemberInfo)).toBeNull()
  })
})

describe('roles and permissions', () => {
  const single = withOrgs(acme).getOrg('org-acme') as OrgMemberInfo
  const many = withOrgs(multi).getOrg('org-multi') as OrgMemberInfo

  // contract: role semantics of both structures
  const rows = [
    ['Admin', { isRole: true, isAtLeastRole: true }, { isRole: false, isAtLeastRole: false }],
    ['Member', { isRole: false, isAtLeastRole: true }, { isRole: false, isAtLeastRole: false }],
    ['Owner', { isRole: false, isAtLeastRole: false }, { isRole: false, isAtLeastRole: false }],
    ['Billing', { isRole: false, isAtLeastRole: false }, { isRole: true, isAtLeastRole: true }],
    ['Support', { isRole: false, isAtLeastRole: false }, { isRole: true, isAtLeastRole: true }],
    ['admin', { isRole: false, isAtLeastRole: false }, { isRole: false, isAtLeastRole: false }],
    ['Adm', { isRole: false, isAtLeastRole: false }, { isRole: false, isAtLeastRole: false }],
    ['', { isRole: false, isAtLeastRole: false }, { isRole: false, isAtLeastRole: false }],
  ] as const
  for (const [role, inSingle, inMulti] of rows)
    test(`the role ${JSON.stringify(role)} in a hierarchy and in a multi-role project`, () => {
      expect({ isRole: single.isRole(role), isAtLeastRole: single.isAtLeastRole(role) }).toEqual(inSingle)
      expect({ isRole: many.isRole(role), isAtLeastRole: many.isAtLeastRole(role) }).toEqual(inMulti)
    })

  test('additional roles count only in a multi-role project', () => {
    const org = withOrgs({ ...acme, additional_roles: ['Support'] }).getOrg('org-acme')
    expect(org?.isRole('Support')).toBe(false)
    expect(org?.isAtLeastRole('Support')).toBe(false)
  })

  test('the inherited list does not count in a multi-role project', () => {
    const org = withOrgs({ ...multi, inherited_user_roles_plus_current_role: ['Billing', 'Owner'] }).getOrg('org-multi')
    expect(org?.isAtLeastRole('Owner')).toBe(false)
  })

  test('a permission never matches a part of another', () => {
    expect(single.hasPermission('can_view_billing')).toBe(true)
    for (const part of ['can_view', 'can_view_billing_history', 'CAN_VIEW_BILLING', ''])
      expect(single.hasPermission(part)).toBe(false)
  })

  test('all permissions of a list are needed; an empty list needs none', () => {
    expect(single.hasAllPermissions([])).toBe(true)
    expect(single.hasAllPermissions(['can_view_billing'])).toBe(true)
    expect(single.hasAllPermissions(['can_view_billing', 'can_pay'])).toBe(false)
  })

  test('a user gives the same answers for an org as the org', () => {
    const user = withOrgs(acme)
    expect(user.isRole('org-acme', 'Admin')).toBe(true)
    expect(user.isRole('org-acme', 'Member')).toBe(false)
    expect(user.isAtLeastRole('org-acme', 'Member')).toBe(true)
    expect(user.hasPermission('org-acme', 'can_view_billing')).toBe(true)
    expect(user.hasPermission('org-acme', 'can_pay')).toBe(false)
    expect(user.hasAllPermissions('org-acme', [])).toBe(true)
    expect(user.hasAllPermissions('org-acme', ['can_pay'])).toBe(false)
  })
})

describe('a user cannot be changed', () => {
  function unfrozen(value: unknown, path = 'user'): string[] {
    if (typeof value !== 'object' || value === null) return []
    const inside = Object.entries(value).flatMap(([key, item]) => unfrozen(item, `${path}.${key}`))
    return Object.isFrozen(value) ? inside : [path, ...inside]
  }

  test('at any depth', () => {
    const claims = {
      properties: { a: { b: [{ c: 1 }] } },
      metadata: { x: [[]] },
      login_method: { login_method: 'saml_sso' },
    }
    expect(
      unfrozen(
        make({ ...claims, org_id_to_org_member_info: { 'org-acme': acme, 'org-old': { ...old, org_id: 'org-old' } } }),
      ),
    ).toEqual([])
    expect(unfrozen(make({ ...claims, org_member_info: multi }))).toEqual([])
  })

  test('not by assignment or mutating methods', () => {
    const user = withOrgs(structuredClone(acme))
    const org = user.getOrg('org-acme') as unknown as { userPermissions: string[]; userAssignedRole: string }
    expect(() => org.userPermissions.push('can_pay')).toThrow(TypeError)
    expect(() => {
      org.userAssignedRole = 'Owner'
    }).toThrow(TypeError)
    expect(() => Object.assign(user.orgIdToOrgMemberInfo, { other: org })).toThrow(TypeError)
    expect(() => Object.assign(user, { userId: 'u2' })).toThrow(TypeError)
  })

  test('with deeply nested properties', () => {
    const deep = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`)
    const user = make({ properties: { deep } })
    expect(Object.isFrozen(user.properties)).toBe(true)
  })

  test('and its JSON is plain and complete', () => {
    const user = make({ email: 'a@example.com', org_member_info: acme })
    const data = JSON.parse(JSON.stringify(user))
    expect(data).toEqual({
      userId: 'u1',
      email: 'a@example.com',
      isImpersonated: false,
      loginMethod: { loginMethod: 'unknown' },
      activeOrgId: 'org-acme',
      orgIdToOrgMemberInfo: { 'org-acme': { ...user.getOrg('org-acme') } },
    })
    const org = user.getOrg('org-acme')
    expect(JSON.parse(JSON.stringify(org))).toEqual({ ...org })
    expect(Object.getPrototypeOf(org?.toJSON())).toBe(Object.prototype)
    expect(Object.getPrototypeOf(user.toJSON())).toBe(Object.prototype)
    expect(Object.getPrototypeOf(user.toJSON().orgIdToOrgMemberInfo['org-acme'])).toBe(Object.prototype)
    expect(user).toBeInstanceOf(User)
    expect(user.getOrg('org-acme')).toBeInstanceOf(OrgMemberInfo)
  })
})

test('an empty name finds no org', () => {
  const org = {
    org_id: 'a',
    org_name: '',
    user_role: 'Member',
    inherited_user_roles_plus_current_role: [],
    user_permissions: [],
  }
  const user = new User({ user_id: 'u', org_id_to_org_member_info: { a: org } })
  expect(user.getOrgByName('')).toBeUndefined()
})

test('cyclic data is frozen', () => {
  const properties: Record<string, unknown> = {}
  properties.self = properties
  expect(Object.isFrozen(new User({ user_id: 'u', properties }).properties)).toBe(true)
})

test('an unexpected error is not reported as a wrong claim', () => {
  const broken = {
    get user_id(): string {
      throw new RangeError('broken')
    },
  }
  expect(() => toUser(broken)).toThrow('broken')
})
