import { describe, expect, test } from 'vitest'
import { createPropelAuth } from '../propelauth.js'
import { createTestIssuer } from '../testing.js'
import { readGuardOptions, readOrgGuardOptions } from './guard-options.js'

describe('guard options', () => {
  test('are the known ones', () => {
    expect(() => readGuardOptions()).not.toThrow()
    expect(() =>
      readGuardOptions({ waitUntil: undefined, tokenFrom: undefined, denyImpersonation: true, detail: false }),
    ).not.toThrow()
    expect(() => readGuardOptions({ preflight: () => {} }, ['preflight'])).not.toThrow()
  })

  test('with any other name are a TypeError that repeats the name', () => {
    for (const name of [
      'denyImpersonations',
      'deny_impersonation',
      'preflight',
      'onInvalid',
      'minimumRole',
      'toString',
    ])
      expect(() => readGuardOptions({ [name]: true })).toThrow(`"${name}"`)
  })
})

describe('options of an org guard', () => {
  const orgId = () => 'acme'

  test('are split into requirement, guard and selector', () => {
    const read = readOrgGuardOptions({ orgId, minimumRole: 'Admin', permissions: ['a'], denyImpersonation: true })
    const requirement = { minimumRole: 'Admin', permissions: ['a'] }
    expect(read).toEqual({ requirement, options: { denyImpersonation: true }, orgId })
    expect(readOrgGuardOptions({ orgId })).toEqual({ requirement: {}, options: {}, orgId })
  })

  test('are a TypeError where the requirement or an option is wrong', () => {
    const preflight = () => {}
    const misspelt = [{ minimumRole: undefined }, { permission: '' }, { permissions: [''] }, { minRole: 'Admin' }]
    for (const wrong of [...misspelt, { preflight }])
      expect(() => readOrgGuardOptions({ orgId, ...wrong } as object)).toThrow(TypeError)
    expect(() => readOrgGuardOptions({ orgId, preflight } as object, ['preflight'])).not.toThrow()
  })

  test('need a selector, and one that is undefined never stands for the default', () => {
    expect(readOrgGuardOptions({}, [], orgId)).toMatchObject({ orgId })
    expect(() => readOrgGuardOptions({})).toThrow(TypeError)
    for (const wrong of [undefined, null, 'acme', {}])
      expect(() => readOrgGuardOptions({ orgId: wrong } as object, [], orgId)).toThrow(TypeError)
  })
})

describe('the options of every function that reads a request', async () => {
  const issuer = await createTestIssuer()
  const propelAuth = createPropelAuth({ authUrl: issuer.authUrl, jwks: issuer.jwks })
  const token = await issuer.token({ user: { impersonatorUserId: 'employee' } })
  const request = new Request('https://api.example.com', { headers: { authorization: `Bearer ${token}` } })
  const calls: Record<string, (options: never) => unknown> = {
    validateRequest: (options) => propelAuth.validateRequest(request, options),
    authenticateRequest: (options) => propelAuth.authenticateRequest(request, options),
    optionalUser: (options) => propelAuth.optionalUser(request, options),
    validateToken: (options) => propelAuth.validateToken(token, options),
    withUser: (options) => propelAuth.withUser(() => new Response('in'), options),
    withOptionalUser: (options) => propelAuth.withOptionalUser(() => new Response('in'), options),
    withOrgMember: (options) =>
      propelAuth.withOrgMember(Object.assign(options, { orgId: () => 'acme' }), () => new Response('in')),
  }
  const hidden = () => Object.defineProperty({}, 'denyImpersonation', { value: true, configurable: true })
  const wrong: (() => object)[] = [
    () => ({ denyImpersonaton: true }),
    () => ({ denyImpersonation: undefined }),
    () => ({ denyImpersonation: null }),
    () => ({ denyImpersonation: 0 }),
    () => ({ denyImpersonation: '' }),
    () => ({ denyImpersonation: 'false' }),
    () => Object.create({ denyImpersonation: true }),
    hidden,
    () => ({ tokenFrom: '__pa_at' }),
    () => ({ tokenFrom: [] }),
    () => ({ tokenFrom: [undefined] }),
    () => ({ tokenFrom: async () => null }),
    () => ({ detail: 'true' }),
    () => ({ waitUntil: Promise.resolve() }),
    () => ({ accept: [] }),
    () => ({ requirement: { minimumRole: 'Owner' } }),
  ]

  for (const [name, call] of Object.entries(calls))
    test(`are checked by name and form: ${name}`, async () => {
      for (const options of wrong) await expect((async () => call(options() as never))()).rejects.toThrow(TypeError)
      await expect((async () => call({ tokenFrom: undefined, detail: undefined } as never))()).resolves.toBeDefined()
    })

  test('say so where a requirement of an org was given', async () => {
    for (const requirement of [{ minimumRole: 'Admin' }, { permission: 'a' }, { permissions: [] }])
      await expect(propelAuth.validateRequest(request, requirement as never)).rejects.toThrow(/requirement of an org/)
  })
})
