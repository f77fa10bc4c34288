import { createTestIssuer } from '@propelauth-edge/core/testing'
import { expect, test } from 'vitest'
import { createPropelAuth } from './index.js'
import { createServerAuth, type ServerAuthOptions } from './server.js'

// What it reads of a request is tested with real builds: tools/e2e/next.e2e.test.ts.
const issuer = await createTestIssuer()
const propelAuth = createPropelAuth({ authUrl: issuer.authUrl, jwks: issuer.jwks })

test.each([
  ['an unknown name', { cookies: '__pa_at' }, /unknown member "cookies"/],
  ['a misspelt name', { denyImpersonatoin: true }, /unknown member "denyImpersonatoin"/],
  ['a source of its own', { tokenFrom: [] }, /unknown member "tokenFrom"/],
  ['kinds of credentials', { accept: ['apiKey'] }, /unknown member "accept"/],
  ['an inherited member', Object.create({ denyImpersonation: true }), /inherited members do not count/],
  ['null', null, /must be a plain object/],
  ['a value of the wrong form', { denyImpersonation: 'yes' }, /denyImpersonation must be true or false/],
  ['a misspelt constant', { denyImpersonation: undefined }, /denyImpersonation must be true or false/],
  ['a bare waitUntil', { waitUntil: Promise.resolve() }, /waitUntil must be a function/],
  ['an empty cookie name', { cookie: '' }, /cookie must be the name of a cookie/],
  ['a cookie name that is no string', { cookie: ['__pa_at'] }, /cookie must be the name of a cookie/],
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
