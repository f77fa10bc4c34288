import { Hono } from 'hono'
import { describe, expectTypeOf, test } from 'vitest'
import { createPropelAuth, type User } from './index.js'
import { createSessions, type Session, type UserSession } from './session.js'

interface Env {
  readonly PROPELAUTH_AUTH_URL: string
  readonly PROPELAUTH_API_KEY: string
}

type Role = 'Owner' | 'Admin'
type Permission = 'can_pay'

const propelAuth = createPropelAuth((env: Env) => ({
  authUrl: env.PROPELAUTH_AUTH_URL,
  roles: ['Owner', 'Admin'],
  permissions: ['can_pay'],
}))

const sessions = createSessions(propelAuth, (env) => {
  expectTypeOf(env).toEqualTypeOf<Env>()
  return {
    apiKey: env.PROPELAUTH_API_KEY,
    appUrl: 'https://app.example.com',
    afterLogin(user) {
      expectTypeOf(user).toEqualTypeOf<User<Role, Permission>>()
      return '/'
    },
  }
})

describe('variables are typed behind the middleware', () => {
  test('session() may have no user', () => {
    new Hono().get('/', sessions.session(), (c) => {
      expectTypeOf(c.var.user).toEqualTypeOf<User<Role, Permission> | null>()
      expectTypeOf(c.var.session).toEqualTypeOf<Session<Role, Permission>>()
      return c.body(null)
    })
  })

  test('requireSession() has one, in a chain as well', () => {
    new Hono().use('/app/*', sessions.session()).get('/app/account', sessions.requireSession(), (c) => {
      expectTypeOf(c.get('user')).toEqualTypeOf<User<Role, Permission>>()
      expectTypeOf(c.var.session.accessToken).toEqualTypeOf<string>()
      return c.json(c.var.user)
    })
  })

  test('requireSession() has a session with a token', () => {
    new Hono().get('/', sessions.requireSession(), (c) => {
      expectTypeOf(c.var.session).toEqualTypeOf<UserSession<Role, Permission>>()
      return c.body(null)
    })
  })

  test('nothing without it', () => {
    new Hono().use(sessions.routes()).get('/', (c) => {
      // @ts-expect-error: no middleware of a session stands before this handler
      return c.json(c.var.session)
    })
  })
})

test('the environment is that of the guards', () => {
  expectTypeOf(sessions.for).toBeCallableWith({ PROPELAUTH_AUTH_URL: 'url', PROPELAUTH_API_KEY: 'key' })
  // @ts-expect-error: another environment
  sessions.for({ OTHER: 'url' })
  propelAuth.requireUser({ tokenFrom: sessions.tokenFrom })
  createSessions(createPropelAuth({ authUrl: 'https://auth.example.com' }), (env: Env) => ({
    apiKey: env.PROPELAUTH_API_KEY,
    appUrl: 'https://app.example.com',
  }))
  // @ts-expect-error: the name is apiKey
  createSessions(propelAuth, () => ({ apikey: 'key', appUrl: 'https://app.example.com' }))
})
