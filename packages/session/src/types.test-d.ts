import type { PropelAuth, User } from '@propelauth-edge/core'
import { expectTypeOf, test } from 'vitest'
import { createSessions } from './index.js'

declare const propelAuth: PropelAuth<'Owner' | 'Member', 'can_pay'>
const options = { apiKey: 'key', appUrl: 'https://app.example.com' }

test('sessions have the roles and permissions of the instance', async () => {
  const sessions = createSessions(propelAuth, options)
  const request = new Request('https://app.example.com')
  const { user } = await sessions.getSession(request)
  expectTypeOf(user).toEqualTypeOf<User<'Owner' | 'Member', 'can_pay'> | null>()
  const session = await sessions.requireSession(request)
  expectTypeOf(session.user).toEqualTypeOf<User<'Owner' | 'Member', 'can_pay'>>()
  expectTypeOf(session.accessToken).toEqualTypeOf<string>()
  expectTypeOf(session.status).toEqualTypeOf<'active' | 'unavailable'>()
})

test('functions of the options get the user of the instance', () => {
  createSessions(propelAuth, {
    ...options,
    afterLogin(user) {
      expectTypeOf(user).toEqualTypeOf<User<'Owner' | 'Member', 'can_pay'>>()
      return '/'
    },
    afterLogout(user) {
      expectTypeOf(user).toEqualTypeOf<User<'Owner' | 'Member', 'can_pay'> | null>()
      return '/'
    },
    defaultOrg: (user) => user.getOrgs()[0]?.orgId,
  })
})

test('a misspelt option does not compile', () => {
  // @ts-expect-error: the name is apiKey
  createSessions(propelAuth, { apikey: 'key', appUrl: 'https://app.example.com' })
  // @ts-expect-error: lax, strict or none
  createSessions(propelAuth, { ...options, cookies: { sameSite: 'Lax' } })
})
