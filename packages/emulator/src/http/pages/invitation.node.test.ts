import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { backend, browser, rt, testEmulator } from '../../../test/fixture.js'
import { signedIn } from '../../../test/mcp-client.js'
import { PERSONA_ORGS, PERSONAS } from '../../index.js'

const { acme, globex } = PERSONA_ORGS
const { noOrg, member } = PERSONAS
const APP = 'http://localhost:3000/after'
let now = Date.parse('2026-01-01T00:00:00Z')
const emulator = testEmulator({ now: () => now })
afterAll(() => emulator.close())
beforeEach(() => emulator.reset())

/** Invites an address to Acme. Returns the link of the message. */
async function invite(email: string, change: object = {}): Promise<string> {
  const invitation = { org_id: acme.orgId, role: 'Admin', email, ...change }
  expect((await backend(emulator, 'POST', 'invite_user', invitation)).status).toBe(200)
  const { pathname, search } = new URL(emulator.mail(email)[0]?.link ?? '')
  return pathname + search
}

const rolesOf = async (email: string) => {
  const { body } = await backend(emulator, 'GET', `user/email?email=${encodeURIComponent(email)}&include_orgs=true`)
  const orgs: { org_name: string; user_role: string }[] = Object.values(body.org_id_to_org_info)
  return orgs.map(({ org_name, user_role }) => `${org_name}: ${user_role}`)
}

describe('the link of an invitation', () => {
  test('leads a new address to a sign-up with address and organization filled in', async () => {
    const visitor = browser(emulator)
    const { status, headers } = await visitor.get(`${await invite('guest@x.test')}&${rt(APP)}`)
    const signup = headers.get('Location') ?? ''
    expect([status, signup]).toEqual([302, expect.stringMatching(/^\/signup\?invite_token=\w{64}&rt=/)])
    const page = await visitor.get(signup)
    expect(page.body).toContain('value="guest@x.test"')
    expect(page.body).toContain('You have been invited to <strong>Acme</strong> as Admin')
    const answer = await visitor.submit(signup, { email: 'guest@x.test', password: 'long enough' })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, APP])
    expect(await rolesOf('guest@x.test')).toEqual(['Acme: Admin'])
  })

  test('confirms the address, also where a sign-up has to be confirmed', async () => {
    emulator.changeSettings({ signup_confirms_email: true })
    const visitor = browser(emulator)
    const { headers } = await visitor.get(await invite('guest@x.test'))
    const signup = headers.get('Location') ?? ''
    expect((await visitor.submit(signup, { email: 'guest@x.test', password: 'long enough' })).status).toBe(303)
    const { body } = await backend(emulator, 'GET', 'user/email?email=guest@x.test')
    expect(body.email_confirmed).toBe(true)
    const parameters = await backend(emulator, 'GET', `user/${body.user_id}/signup_query_parameters`)
    expect(parameters.body.user_signup_query_parameters).toEqual({})
  })

  test('is for its address alone', async () => {
    const visitor = browser(emulator)
    const { headers } = await visitor.get(await invite('guest@x.test'))
    const signup = headers.get('Location') ?? ''
    const refused = await visitor.submit(signup, { email: 'other@x.test', password: 'long enough' })
    expect(refused.status).toBe(400)
    expect(refused.body).toContain('The invitation is for guest@x.test.')
    expect(visitor.cookies.size).toBe(0)
  })

  test('leads a user to the login, which accepts it', async () => {
    const visitor = browser(emulator)
    const login = (await visitor.get(await invite(noOrg.email))).headers.get('Location') ?? ''
    expect(login).toMatch(/^\/login\?/)
    expect((await visitor.get(login)).body).toContain(`value="${noOrg.email}"`)
    expect((await visitor.submit(login, { email: noOrg.email, password: noOrg.password })).status).toBe(303)
    expect(await rolesOf(noOrg.email)).toEqual(['Acme: Admin'])
  })

  test('lets a user who is signed in join with a button', async () => {
    const visitor = await signedIn(emulator, noOrg)
    const link = await invite(noOrg.email)
    expect((await visitor.get(link)).body).toContain('Join Acme?')
    expect(await rolesOf(noOrg.email)).toEqual([])
    const answer = await visitor.submit(link, {})
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `/org?id=${acme.orgId}`])
    expect(await rolesOf(noOrg.email)).toEqual(['Acme: Admin'])
    expect((await visitor.get(link)).status).toBe(400)
  })

  test('shows another user who it is for, and is not accepted', async () => {
    const visitor = await signedIn(emulator, member)
    const link = await invite(noOrg.email, { org_id: globex.orgId })
    const page = await visitor.get(link)
    expect(page.status).toBe(403)
    expect(page.body).toContain(`It is for <strong>${noOrg.email}</strong>`)
    expect((await visitor.submit(link, {})).status).toBe(400)
    expect(await rolesOf(member.email)).toEqual(['Acme: Member'])
  })

  test('is not valid after a revocation, a second invitation, or a week', async () => {
    const revoked = await invite('guest@x.test')
    const body = { org_id: acme.orgId, invitee_email: 'guest@x.test' }
    await backend(emulator, 'DELETE', 'pending_org_invites', body)
    const replaced = await invite('guest@x.test')
    const valid = await invite('guest@x.test')
    for (const link of [revoked, replaced, '/invitation', '/invitation?invite_token=x'])
      expect((await browser(emulator).get(link)).status).toBe(400)
    expect((await browser(emulator).get(valid)).status).toBe(302)
    now += 7 * 86_400_000
    expect((await browser(emulator).get(valid)).status).toBe(400)
  })

  test('to an organization that is full says so', async () => {
    const visitor = await signedIn(emulator, noOrg)
    const link = await invite(noOrg.email)
    await backend(emulator, 'PUT', `org/${acme.orgId}`, { max_users: 4 })
    const answer = await visitor.submit(link, {})
    expect([answer.status, await rolesOf(noOrg.email)]).toEqual([403, []])
    expect(answer.body).toContain('Acme is full.')
  })
})
