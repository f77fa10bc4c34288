import { afterEach, beforeEach, expect, test } from 'vitest'
import { backend, browser, testEmulator } from '../../../test/fixture.js'
import { PERSONA_ORGS } from '../../index.js'

const { acme, globex } = PERSONA_ORGS
const form = { email: 'new@acme.example', password: 'long enough' }
let emulator = testEmulator()
beforeEach(async () => {
  emulator = testEmulator()
  emulator.changeSettings({ org_domain_autojoin: 'join' })
  await allow(acme.orgId, { domain: 'acme.test', extra_domains: ['ACME.example'] })
})
afterEach(() => emulator.close())

const allow = (orgId: string, change: object) =>
  backend(emulator, 'PUT', `org/${orgId}`, { autojoin_by_domain: true, ...change })

/** The organizations of the new user, with the role in each. */
async function orgs(): Promise<readonly string[]> {
  const { body } = await backend(emulator, 'GET', `user/email?email=${form.email}&include_orgs=true`)
  const entries: { org_name: string; user_role: string }[] = Object.values(body.org_id_to_org_info)
  return entries.map(({ org_name, user_role }) => `${org_name}: ${user_role}`)
}

test('a user joins the organizations of the domain with the sign-up, with the default role', async () => {
  await browser(emulator).submit('/signup', form)
  expect(await orgs()).toEqual(['Acme: Member'])
})

test('an address counts when it is confirmed', async () => {
  emulator.changeSettings({ signup_confirms_email: true })
  const visitor = browser(emulator)
  await visitor.submit('/signup', form)
  emulator.startSession(form.email)
  expect(await orgs()).toEqual([])
  await visitor.get(emulator.mail(form.email)[0]?.link ?? '')
  expect(await orgs()).toEqual(['Acme: Member'])
})

test('a later login joins, too, up to max_num_orgs_users_can_be_in', async () => {
  emulator.changeSettings({ max_num_orgs_users_can_be_in: 1 })
  await browser(emulator).submit('/signup', form)
  await allow(globex.orgId, { domain: 'acme.example' })
  await browser(emulator).submit('/login', form)
  expect(await orgs()).toEqual(['Acme: Member'])
  emulator.changeSettings({ max_num_orgs_users_can_be_in: 2 })
  await browser(emulator).submit('/login', form)
  expect(await orgs()).toEqual(['Acme: Member', 'Globex: Member'])
})

test('a full organization is skipped', async () => {
  await allow(acme.orgId, { max_users: 1 })
  await browser(emulator).submit('/signup', form)
  expect(await orgs()).toEqual([])
})

test('an organization without auto-join is not joined', async () => {
  await allow(acme.orgId, { autojoin_by_domain: false })
  await browser(emulator).submit('/signup', form)
  expect(await orgs()).toEqual([])
})

test('with org_domain_autojoin: offer, the user is asked', async () => {
  emulator.changeSettings({ org_domain_autojoin: 'offer' })
  const visitor = browser(emulator)
  await visitor.submit('/signup', form)
  expect([await orgs(), (await visitor.get('/account')).body]).toEqual([[], expect.stringContaining('Join Acme')])
})
