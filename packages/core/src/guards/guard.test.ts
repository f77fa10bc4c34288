import { describe, expect, test, vi } from 'vitest'
import { admit } from '../../test/admit.js'
import { issuer } from '../../test/issuer.js'
import { verdict } from '../../test/verdict.js'
import { authenticatorOf, toRefusalResponse } from '../instance.js'
import { createPropelAuth } from '../propelauth.js'
import { isRefusal } from '../response/refusal.js'
import { createOptionalUserGuard, createOrgGuard, createUserGuard } from './guard.js'

const propelAuth = createPropelAuth({ authUrl: issuer.authUrl, fetch: issuer.fetch })
const request = (headers: HeadersInit = {}) => new Request('https://api.example.com', { headers })
const admin = request(await issuer.headers({ user: { userId: 'ada' }, orgs: [{ orgId: 'acme', role: 'Admin' }] }))
const impersonated = request(await issuer.headers({ user: { impersonatorUserId: 'employee' } }))
const expired = request(await issuer.headers({ expiresInSeconds: -61 }))

describe('a guard without its framework', () => {
  test('hands on the user, the principal and the org', async () => {
    const user = expect.objectContaining({ userId: 'ada' })
    const principal = expect.objectContaining({ kind: 'user', user })
    expect(await admit(createUserGuard(), propelAuth, admin, {})).toEqual({ user, principal })
    expect(await admit(createOptionalUserGuard(), propelAuth, admin, {})).toEqual({ user, principal })
    expect(await admit(createOptionalUserGuard(), propelAuth, request(), {})).toEqual({ user: null, principal: null })
    const org = expect.objectContaining({ orgId: 'acme' })
    const select = (source: { org: string }) => source.org
    const guard = createOrgGuard<[{ org: string }]>({ orgId: select, minimumRole: 'Member' })
    expect(await admit(guard, propelAuth, admin, {}, { org: 'acme' })).toEqual({ user, principal, org })
    expect(await verdict(admit(guard, propelAuth, admin, {}, { org: 'globex' }))).toBe('not_org_member')
  })

  test('takes the options of a guard', async () => {
    const strict = { denyImpersonation: true }
    expect(await verdict(admit(createUserGuard(strict), propelAuth, impersonated, {}))).toBe('impersonation_denied')
    expect(await verdict(admit(createOptionalUserGuard(strict), propelAuth, impersonated, {}))).toBe(
      'impersonation_denied',
    )
    const guard = createOrgGuard({ ...strict, orgId: () => 'acme' })
    expect(await verdict(admit(guard, propelAuth, impersonated, {}))).toBe('impersonation_denied')
    const reject = createOptionalUserGuard({ onInvalid: 'reject' })
    expect(await verdict(admit(reject, propelAuth, expired, {}))).toBe('token_expired')
    expect(await admit(createOptionalUserGuard(), propelAuth, expired, {})).toMatchObject({ user: null })
  })

  test('refuses wrong options when it is made', () => {
    expect(() => createUserGuard({ onInvalid: 'reject' } as object)).toThrow(TypeError)
    expect(() => createOptionalUserGuard({ minimumRole: 'Admin' } as object)).toThrow(TypeError)
    expect(() => createOrgGuard({ orgId: () => 'acme', minimumRole: '' })).toThrow(TypeError)
    expect(() => createOrgGuard({})).toThrow(TypeError)
  })

  test('selects the org by the option orgId, and by the default only without the option', async () => {
    const byDefault = () => 'acme'
    const guard = createOrgGuard({}, byDefault)
    expect(await verdict(admit(guard, propelAuth, admin, {}))).toBe('accepted')
    const own = createOrgGuard({ orgId: () => undefined }, byDefault)
    expect(await verdict(admit(own, propelAuth, admin, {}))).toBe('not_org_member')
    expect(() => createOrgGuard({ orgId: undefined } as object, byDefault)).toThrow(TypeError)
  })

  test('asks for the org only when the user is known', async () => {
    const orgId = vi.fn(() => 'acme')
    expect(await verdict(admit(createOrgGuard({ orgId }), propelAuth, expired, {}))).toBe('token_expired')
    expect(orgId).not.toHaveBeenCalled()
  })

  test('gives the exact reason with the option detail, for orgs as well', async () => {
    for (const detail of [true, false]) {
      const guard = createOrgGuard({ orgId: () => 'globex', detail })
      const refusal = await admit(guard, propelAuth, admin, {})
      if (!isRefusal(refusal)) throw new Error('admitted')
      const response = toRefusalResponse(authenticatorOf(propelAuth), refusal, guard.options.detail)
      expect('detail' in (await response.json())).toBe(detail)
    }
  })
})

describe('the platform of a guard', () => {
  test('is asked for waitUntil only when keys are fetched, and the options come first', async () => {
    const cold = createPropelAuth({ authUrl: issuer.authUrl, fetch: issuer.fetch })
    const [ofPlatform, ofOptions] = [vi.fn(), vi.fn()]
    const asked = vi.fn(() => ofPlatform)
    const platform = {
      get waitUntil() {
        return asked()
      },
    }
    const guard = createUserGuard()
    await admit(guard, cold, admin, platform)
    expect(ofPlatform).toHaveBeenCalled()
    asked.mockClear()
    await admit(guard, cold, admin, platform)
    expect(asked).not.toHaveBeenCalled()
    const another = createPropelAuth({ authUrl: issuer.authUrl, fetch: issuer.fetch })
    await admit(createUserGuard({ waitUntil: ofOptions }), another, admin, platform)
    expect(ofOptions).toHaveBeenCalled()
    expect(asked).not.toHaveBeenCalled()
  })
})
