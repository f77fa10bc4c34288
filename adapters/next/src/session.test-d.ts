import type { NextMiddleware, NextRequest } from 'next/server.js'
import { expectTypeOf, test } from 'vitest'
import { createPropelAuth, type User } from './index.js'
import { createSessions } from './session.js'

const propelAuth = createPropelAuth({
  authUrl: 'https://auth.example.com',
  roles: ['Owner', 'Admin'],
  permissions: ['can_pay'],
})
type Member = User<'Owner' | 'Admin', 'can_pay'>

const options = { apiKey: 'key', appUrl: 'https://app.example.com' }
const { GET, POST, proxy, getSession, requireSession, tokenFrom } = createSessions(propelAuth, () => options)

test('the routes and the proxy fit into the files of Next.js', () => {
  type Route = (request: NextRequest, context: { params: Promise<{ propelauth: string[] }> }) => Promise<Response>
  expectTypeOf(GET).toExtend<Route>()
  expectTypeOf(POST).toExtend<Route>()
  expectTypeOf(proxy).toExtend<NextMiddleware>()
})

test('sessions have the roles and permissions of the instance', async () => {
  expectTypeOf((await getSession()).user).toEqualTypeOf<Member | null>()
  expectTypeOf((await getSession(new Request(options.appUrl))).user).toEqualTypeOf<Member | null>()
  expectTypeOf((await requireSession()).user).toEqualTypeOf<Member>()
  propelAuth.withUser((_request, { user }) => Response.json(user), { tokenFrom })
  createSessions(propelAuth, {
    ...options,
    afterLogin(user) {
      expectTypeOf(user).toEqualTypeOf<Member>()
      return '/'
    },
  })
})

test('a misspelt option does not compile', () => {
  // @ts-expect-error: the name is apiKey
  createSessions(propelAuth, { apikey: 'key', appUrl: 'https://app.example.com' })
  // @ts-expect-error: the name is appUrl
  createSessions(propelAuth, () => ({ apiKey: 'key', appURL: 'https://app.example.com' }))
})
