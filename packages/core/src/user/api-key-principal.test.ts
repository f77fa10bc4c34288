import { describe, expect, test } from 'vitest'
import { membership, principals } from '../../test/api-keys.js'
import { verdict } from '../../test/verdict.js'
import { type ApiKeyPrincipal, toKeyPrincipal } from './api-key-principal.js'
import { OrgMemberInfo } from './org-member-info.js'
import { User } from './user.js'

const principalOf = (answer: ApiKeyPrincipal) => {
  const found = toKeyPrincipal(answer)
  if ('code' in found) throw new Error(found.code)
  return found
}
const { personal, member } = principals

describe('a key stands for', () => {
  test('a user, whose key it is', () => {
    const principal = principalOf(personal)
    expect(principal.user).toBeInstanceOf(User)
    expect(principal).toEqual({
      kind: 'apiKey',
      user: expect.objectContaining({
        userId: 'ada',
        email: 'ada@example.com',
        firstName: 'Ada',
        isImpersonated: false,
      }),
      metadata: { scopes: ['read'] },
    })
    expect(principal.user).not.toHaveProperty('lastName')
    expect(principal.user?.getOrgs()).toEqual([])
  })

  test('an org without a user, with no role and no permission there', () => {
    const principal = principalOf(principals.org)
    expect(principal).not.toHaveProperty('user')
    expect(principal.org).toBeInstanceOf(OrgMemberInfo)
    expect(principal.org).toMatchObject({ orgId: 'acme', orgName: 'Acme', orgMetadata: { plan: 'gold' } })
    expect(principal.org).toMatchObject({ userAssignedRole: '', userPermissions: [] })
    for (const role of ['Owner', 'Admin', 'Member']) expect(principal.org?.isAtLeastRole(role)).toBe(false)
  })

  test('an org and a member of it, with the rights they have there', () => {
    const { user, org } = principalOf(member)
    expect(user?.getOrgs()).toEqual([org])
    expect(user?.activeOrgId).toBe('acme')
    expect(org).toMatchObject({
      userAssignedRole: 'Admin',
      userPermissions: ['can_pay'],
      orgMetadata: { plan: 'gold' },
    })
    expect(org?.isAtLeastRole('Member')).toBe(true)
    expect(org?.isAtLeastRole('Owner')).toBe(false)
  })

  test('an org and a user who is not, or no longer, its member, without any right', () => {
    const { user, org } = principalOf(principals.former)
    expect(user?.userId).toBe('ada')
    expect(user?.getOrgs()).toEqual([])
    expect(org).toMatchObject({ orgId: 'acme', userAssignedRole: '', userPermissions: [] })
  })

  test('neither', () => {
    const generic = { kind: 'apiKey', apiKeyId: 'k1', metadata: { name: 'ci' } }
    expect(principalOf(principals.generic)).toEqual(generic)
    expect(principalOf({})).toEqual({ kind: 'apiKey' })
  })
})

describe('orgs of a user', () => {
  const orgIdToOrgInfo = { acme: membership, globex: { ...membership, orgId: 'globex', userAssignedRole: 'Member' } }

  test('count for a personal key where the validator names them', () => {
    const { user, org } = principalOf({ ...personal, user: { ...personal.user, orgIdToOrgInfo } })
    expect(user?.getOrgs().map(({ orgId }) => orgId)).toEqual(['acme', 'globex'])
    expect(user?.getOrg('globex')?.isRole('Member')).toBe(true)
    expect(org).toBeUndefined()
  })

  test("count for nothing with the key of an org, but the key's own", () => {
    const keyOf = (answer: ApiKeyPrincipal) => principalOf({ ...answer, user: { ...personal.user, orgIdToOrgInfo } })
    expect(Object.keys(keyOf(member).user?.orgIdToOrgMemberInfo ?? {})).toEqual(['acme'])
    expect(keyOf(principals.former).user?.getOrgs()).toEqual([])
    const claims = { orgIdToOrgMemberInfo: { evil: membership }, orgMemberInfo: membership }
    for (const answer of [personal, principals.former])
      expect(principalOf({ ...answer, user: { ...personal.user, ...claims } }).user?.getOrgs()).toEqual([])
  })

  test('are not those of a membership elsewhere', () => {
    const elsewhere = { ...membership, orgId: 'globex' }
    const { user, org } = principalOf({ ...member, userInOrg: elsewhere })
    expect(user?.getOrgs()).toEqual([])
    expect(org).toMatchObject({ orgId: 'acme', userPermissions: [] })
    expect(principalOf({ org: principals.org.org, userInOrg: membership }).org?.userPermissions).toEqual([])
  })
})

describe('roles of a project with several', () => {
  test('are all the roles of the key', () => {
    const userInOrg = {
      ...membership,
      orgRoleStructure: 'multi_role',
      userAssignedAdditionalRoles: ['Auditor'],
      legacyOrgId: 'old',
    } as const
    const { org } = principalOf({ ...member, userInOrg })
    expect(org?.isRole('Auditor')).toBe(true)
    expect(org?.isAtLeastRole('Member')).toBe(false)
    expect(org).toMatchObject({ legacyOrgId: 'old', orgRoleStructure: 'multi_role' })
  })
})

describe('data of the wrong form admits no request', () => {
  const wrong: Record<string, unknown> = {
    'no object': true,
    'a list': [personal],
    'a user without an id': { user: { email: 'ada@example.com' } },
    'a user with an empty id': { user: { userId: '' } },
    'the wire form of a user': { user: { user_id: 'ada' } },
    'a user that is text': { user: 'ada' },
    'metadata of a user that is text': { user: { userId: 'ada', metadata: 'admin' } },
    'an org without an id': { org: { orgName: 'Acme' } },
    'an org with an empty id': { org: { orgId: '', orgName: 'Acme' } },
    'an org without a name': { org: { orgId: 'acme' } },
    'the wire form of an org': { org: { org_id: 'acme', org_name: 'Acme' } },
    'an org that is text': { org: 'acme' },
    'permissions that are text': { ...member, userInOrg: { ...membership, userPermissions: 'can_pay_all' } },
    'roles that are text': { ...member, userInOrg: { ...membership, userInheritedRolesPlusCurrentRole: 'Admins' } },
    'a role that is none': { ...member, userInOrg: { ...membership, userAssignedRole: 7 } },
    'an unknown structure of roles': { ...member, userInOrg: { ...membership, orgRoleStructure: 'flat' } },
    'an org under the id of another': {
      user: { userId: 'ada', orgIdToOrgInfo: { globex: membership } },
    },
  }
  for (const [title, answer] of Object.entries(wrong))
    test(title, async () => {
      expect(await verdict(Promise.resolve(toKeyPrincipal(answer as ApiKeyPrincipal)))).toBe('api_keys_unavailable')
    })
})

describe('a principal', () => {
  test('is a deeply frozen copy of the data of the validator', () => {
    const answer = structuredClone({ ...member, metadata: { tags: ['a'] } })
    const principal = principalOf(answer)
    const frozen = [principal, principal.metadata, principal.metadata?.tags, principal.user, principal.org]
    for (const part of [...frozen, principal.org?.orgMetadata]) expect(Object.isFrozen(part)).toBe(true)
    answer.metadata.tags.push('b')
    expect(principal.metadata).toEqual({ tags: ['a'] })
  })

  test('is not polluted by names of the prototype', () => {
    const user = JSON.parse('{"userId":"ada","__proto__":{"isAdmin":true},"constructor":"x","toString":"y"}')
    const { user: holder } = principalOf({ user, metadata: JSON.parse('{"__proto__":{"isAdmin":true}}') })
    expect(holder).toMatchObject({ userId: 'ada' })
    expect((holder as unknown as { isAdmin?: unknown }).isAdmin).toBeUndefined()
    expect((Object.prototype as { isAdmin?: unknown }).isAdmin).toBeUndefined()
  })
})
