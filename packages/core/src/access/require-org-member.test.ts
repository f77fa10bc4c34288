import { describe, expect, test } from 'vitest'
import { verdict } from '../../test/verdict.js'
import { User } from '../user/user.js'
import { requireOrgMember } from './require-org-member.js'
import { readRequirement } from './requirement.js'

const acme = {
  org_id: 'acme',
  org_name: 'Acme',
  user_role: 'Admin',
  inherited_user_roles_plus_current_role: ['Admin', 'Member'],
  user_permissions: ['read', 'write'],
}
const many = { ...acme, org_id: 'many', org_role_structure: 'multi_role', additional_roles: ['Billing'] }
const user = new User({ user_id: 'u1', org_id_to_org_member_info: { acme, many } })

const decide = (orgId: unknown, ...given: [object?]) =>
  verdict((async () => requireOrgMember(user, orgId as string, ...given))())

describe('membership', () => {
  test('gives the member info', () => {
    expect(requireOrgMember(user, 'acme')).toBe(user.getOrg('acme'))
    expect(requireOrgMember(user, 'acme', {})).toBe(user.getOrg('acme'))
  })

  test('is refused for every other org, in whatever form the id comes', async () => {
    const ids = [
      '',
      ' ',
      'other',
      'ACME',
      'acme ',
      '__proto__',
      'constructor',
      'hasOwnProperty',
      'toString',
      undefined,
      null,
      0,
      Number.NaN,
      true,
      ['acme'],
      {},
      { toString: () => 'acme' },
    ]
    for (const id of ids) expect(await decide(id)).toBe('not_org_member')
  })

  test('is decided before role and permission', async () => {
    expect(await decide('other', { minimumRole: 'Nobody', permission: 'nothing' })).toBe('not_org_member')
  })
})

describe('a requirement', () => {
  const rows: readonly (readonly [object, inHierarchy: string, amongSeveral: string])[] = [
    [{ minimumRole: 'Owner' }, 'insufficient_role', 'insufficient_role'],
    [{ minimumRole: 'Admin' }, 'accepted', 'accepted'],
    [{ minimumRole: 'Member' }, 'accepted', 'insufficient_role'],
    [{ minimumRole: 'Billing' }, 'insufficient_role', 'accepted'],
    [{ minimumRole: 'Adm' }, 'insufficient_role', 'insufficient_role'],
    [{ exactRole: 'Owner' }, 'insufficient_role', 'insufficient_role'],
    [{ exactRole: 'Admin' }, 'accepted', 'accepted'],
    [{ exactRole: 'Member' }, 'insufficient_role', 'insufficient_role'],
    [{ exactRole: 'Billing' }, 'insufficient_role', 'accepted'],
    [{ permission: 'read' }, 'accepted', 'accepted'],
    [{ permission: 'rea' }, 'insufficient_permission', 'insufficient_permission'],
    [{ permission: 'delete' }, 'insufficient_permission', 'insufficient_permission'],
    [{ permissions: [] }, 'accepted', 'accepted'],
    [{ permissions: ['read', 'write'] }, 'accepted', 'accepted'],
    [{ permissions: ['read', 'delete'] }, 'insufficient_permission', 'insufficient_permission'],
    [{ permission: 'delete', permissions: ['read'] }, 'insufficient_permission', 'insufficient_permission'],
    [{ permission: 'read', permissions: ['delete'] }, 'insufficient_permission', 'insufficient_permission'],
    [{ minimumRole: 'Owner', permission: 'read' }, 'insufficient_role', 'insufficient_role'],
    [{ minimumRole: 'Admin', permission: 'delete' }, 'insufficient_permission', 'insufficient_permission'],
    [{ minimumRole: 'Admin', exactRole: 'Member' }, 'insufficient_role', 'insufficient_role'],
    [{ minimumRole: 'Admin', exactRole: 'Admin', permission: 'read', permissions: ['write'] }, 'accepted', 'accepted'],
  ]
  for (const [requirement, inHierarchy, amongSeveral] of rows)
    test(`${JSON.stringify(requirement)}: ${inHierarchy}, among several roles ${amongSeveral}`, async () => {
      expect(await decide('acme', requirement)).toBe(inHierarchy)
      expect(await decide('many', requirement)).toBe(amongSeveral)
    })
})

describe('a requirement that does not say what it means is a TypeError and admits no user', () => {
  const wrong: Record<string, unknown> = {
    'an unknown key': { minimumRoles: 'Admin' },
    'a key in another case': { minimumrole: 'Admin' },
    'a key in the spelling of another library': { minimum_role: 'Admin' },
    'a key that objects inherit': JSON.parse('{"__proto__":"Admin"}'),
    'a key that is called like a method': { toString: 'Admin' },
    'an undefined role': { minimumRole: undefined },
    'an empty role': { exactRole: '' },
    'a role that is null': { minimumRole: null },
    'a role that is a list': { minimumRole: ['Admin'] },
    'an undefined permission': { permission: undefined },
    'an empty permission': { permission: '' },
    'a permission that is a number': { permission: 7 },
    'permissions that are one text': { permissions: 'read' },
    'undefined permissions': { permissions: undefined },
    'permissions with an undefined one': { permissions: ['read', undefined] },
    'permissions with an empty one': { permissions: ['read', ''] },
    'permissions with a hole': { permissions: Object.assign(['read'], { length: 3 }) },
    'permissions that only look like a list': { permissions: { length: 0, every: () => true } },
    'a text': 'Admin',
    null: null,
  }
  for (const [title, requirement] of Object.entries(wrong))
    test(title, () => {
      expect(() => readRequirement(requirement as object)).toThrow(TypeError)
      expect(() => requireOrgMember(user, 'acme', requirement as object)).toThrow(TypeError)
      expect(() => requireOrgMember(user, 'other', requirement as object)).toThrow(TypeError)
    })
})

test('the TypeError says which condition is wrong', () => {
  expect(() => readRequirement({ minRole: 'Admin' } as object)).toThrow(
    /"minRole"; known: minimumRole, exactRole, permission, p/,
  )
  expect(() => readRequirement({ exactRole: '' })).toThrow(
    'exactRole must be a non-empty string, found an empty string',
  )
})

test('the refusal says what is missing to logs, not to the caller', async () => {
  const refused = () => requireOrgMember(user, 'acme', { permission: 'delete' })
  expect(refused).toThrow(
    expect.objectContaining({ code: 'insufficient_permission', detail: expect.stringContaining('delete') }),
  )
  expect(refused).toThrow(expect.objectContaining({ message: expect.not.stringContaining('delete') }))
})

test('a requirement that is no plain object is a TypeError, never a requirement of nothing', () => {
  class AtLeastAdmin {
    get minimumRole() {
      return 'Admin'
    }
  }
  const others = ['', 5, true, null, [], () => {}, new Map([['minimumRole', 'Admin']]), new AtLeastAdmin()]
  for (const requirement of [...others, Object.create({ minimumRole: 'Admin' })])
    expect(() => readRequirement(requirement as object)).toThrow(TypeError)
  expect(() => readRequirement(Object.create(null))).not.toThrow()
})
