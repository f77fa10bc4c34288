import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { backend, browser, testEmulator } from '../../../test/fixture.js'
import { PERSONA_ORGS, PERSONAS } from '../../index.js'

const { acme, globex } = PERSONA_ORGS
const { owner, noOrg, multiOrg } = PERSONAS
let emulator = testEmulator()
beforeEach(() => {
  emulator = testEmulator()
})
afterEach(() => emulator.close())

const call = (method: string, path: string, body?: unknown) => backend(emulator, method, path, body)
const isolate = (org: { readonly orgId: string }) => call('POST', 'isolate_org', { org_id: org.orgId })
const add = (org: { readonly orgId: string }, user: { readonly userId: string }) =>
  call('POST', 'org/add_user', { org_id: org.orgId, user_id: user.userId, role: 'Member' })

describe('an isolated organization', () => {
  beforeEach(async () => {
    await call('POST', 'org/remove_user', { org_id: acme.orgId, user_id: multiOrg.userId })
    expect((await isolate(acme)).status).toBe(200)
  })

  test('has no member of another one', async () => {
    expect((await add(acme, multiOrg)).body).toEqual({ user_id: [expect.stringContaining('isolated')] })
    const invite = { org_id: acme.orgId, email: multiOrg.email, role: 'Member' }
    expect((await call('POST', 'invite_user', invite)).body).toEqual({ email: [expect.stringContaining('isolated')] })
    expect((await add(acme, noOrg)).status).toBe(200)
  })

  test('has no member who is in another one later', async () => {
    expect((await add(globex, owner)).body).toEqual({ user_id: [expect.stringContaining('isolated')] })
    await call('PUT', `org/${globex.orgId}`, { domain: 'acme.test', autojoin_by_domain: true })
    const visitor = browser(emulator)
    await visitor.submit('/login', { email: owner.email, password: owner.password })
    expect((await visitor.get('/account')).body).not.toContain('Join Globex')
    expect((await visitor.get('/create_org')).status).toBe(403)
  })

  test('is a mark without an effect with org_isolation: marked', async () => {
    emulator.changeSettings({ org_isolation: 'marked' })
    expect([(await add(acme, multiOrg)).status, (await add(globex, owner)).status]).toEqual([200, 200])
  })
})

test('an organization whose members are in others cannot be isolated', async () => {
  expect(await isolate(acme)).toMatchObject({
    status: 400,
    body: { org_id: ['Members who are in other organizations, too: 1. Remove them from one first.'] },
  })
  emulator.changeSettings({ org_isolation: 'marked' })
  expect((await isolate(acme)).status).toBe(200)
})
