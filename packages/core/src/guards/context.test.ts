import { expect, test } from 'vitest'
import { User } from '../user/user.js'
import { dropStaleOrg } from './context.js'

const acme = {
  org_id: 'acme',
  org_name: 'Acme',
  user_role: 'Member',
  inherited_user_roles_plus_current_role: ['Member'],
  user_permissions: [],
}
const principalOf = (user_id: string) => ({ kind: 'user', user: new User({ user_id, org_member_info: acme }) })
const ada = principalOf('ada')
const org = ada.user.getOrg('acme')

test('the org of an earlier guard is cleared when a later one admits another user, or none', () => {
  for (const principal of [principalOf('bob'), null, undefined])
    expect(dropStaleOrg({ principal }, { org, principal: ada })).toEqual({ principal, org: undefined })
  expect(Object.keys(dropStaleOrg({ principal: null }, { org, principal: ada }))).toContain('org')
})

test('it stays for the same principal, also for a copy of it', () => {
  for (const principal of [ada, principalOf('ada')])
    expect(Object.keys(dropStaleOrg({ principal }, { org, principal: ada }))).toEqual(['principal'])
})

test('an org that the later guard has found itself stays, and a variable of the same name is left alone', () => {
  const principal = principalOf('bob')
  expect(dropStaleOrg({ principal, org: 'own' }, { org, principal: ada })).toEqual({ principal, org: 'own' })
  expect(Object.keys(dropStaleOrg({ principal }, { org: 'theirs', principal: ada }))).toEqual(['principal'])
})
