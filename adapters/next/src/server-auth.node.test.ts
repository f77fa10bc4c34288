import { createTestIssuer } from '@propelauth-edge/core/testing'
import { expect, test } from 'vitest'
import { createPropelAuth } from './index.js'
import { createServerAuth, type ServerAuthOptions } from './server.js'

// What it reads of a request is tested with real builds: tools/e2e/next.e2e.test.ts.
const issuer = await createTestIssuer()
const propelAuth = createPropelAuth({ authUrl: issuer.authUrl, jwks: issuer.jwks })

test.each([
  ['an unknown name', { cookies: '__pa_at' }, /unknown option "cookies"; known: cookie, /],
  ['a misspelt name', { denyImpersonatoin: true }, /unknown option "denyImpersonatoin"; known: cookie, /],
  ['a source of its own', { tokenFrom: [] }, /unknown option "tokenFrom"; known: cookie, /],
  ['kinds of credentials', { accept: ['apiKey'] }, /unknown option "accept"; known: cookie, /],
  ['an inherited unknown name', Object.create({ denyImpersonatoin: true }), /unknown option "denyImpersonatoin"/],
  ['an inherited value of the wrong form', Object.create({ denyImpersonation: 1 }), /denyImpersonation must be true/],
  ['null', null, /null/],
  ['a value of the wrong form', { denyImpersonation: 'yes' }, /denyImpersonation must be true or false/],
  ['a misspelt constant', { denyImpersonation: undefined }, /denyImpersonation must be true or false/],
  ['a bare waitUntil', { waitUntil: Promise.resolve() }, /waitUntil must be a function/],
  ['an empty cookie name', { cookie: '' }, /name must be a token/],
  ['a cookie name that is no string', { cookie: ['__pa_at'] }, /name must be a token/],
  ['an origin that is none', { cookie: '__pa_at', allowedOrigins: ['app.example.com'] }, /allowedOrigins must be/],
])('createServerAuth throws a TypeError at once for options with %s', (_title, options, message) => {
  const make = () => createServerAuth(propelAuth, options as ServerAuthOptions)
  expect(make).toThrow(TypeError)
  expect(make).toThrow(message)
})

test('createServerAuth takes options that are absent or undefined, and does not read those of a lazy instance', () => {
  const lazy = createPropelAuth(() => {
    throw new Error('read too early')
  })
  for (const options of [undefined, {}, { cookie: undefined }, { cookie: '__pa_at', allowedOrigins: undefined }])
    expect(Object.keys(createServerAuth(lazy, options))).toEqual(['getUser', 'requireUser', 'getOrgMember'])
})

test('createServerAuth keeps every member of its options, inherited ones as well', () => {
  const guards: object[] = []
  const instance = { ...propelAuth, withUser: (_handler: () => Response, guard: object) => guards.push(guard) }
  const waitUntil = () => {}
  createServerAuth(instance, Object.create({ denyImpersonation: true, waitUntil }, { detail: { value: true } }))
  expect(guards).toMatchObject([{ denyImpersonation: true, waitUntil, detail: true, accept: ['user'] }])
})
