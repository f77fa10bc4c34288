import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { backend, browser, rt, testEmulator } from '../../../test/fixture.js'
import { signedIn } from '../../../test/mcp-client.js'
import { PERSONA_ORGS, PERSONAS } from '../../index.js'

const APP = 'http://localhost:3000/after'
const { noOrg, owner } = PERSONAS
const { acme } = PERSONA_ORGS
const emulator = testEmulator()
afterAll(() => emulator.close())
beforeEach(() => emulator.reset())

const orgsOf = async (userId: string) => {
  const { body } = await backend(emulator, 'GET', `user/${userId}?include_orgs=true`)
  const orgs: { org_name: string; user_role: string }[] = Object.values(body.org_id_to_org_info)
  return orgs.map(({ org_name, user_role }) => `${org_name}: ${user_role}`)
}

describe('creating an organization', () => {
  test('makes the user its owner, and shows it', async () => {
    const visitor = await signedIn(emulator, noOrg)
    expect((await visitor.get('/create_org')).body).toContain('<label for="name">')
    const { status, headers } = await visitor.submit('/create_org', { name: 'Initech' })
    expect([status, headers.get('Location')]).toEqual([303, expect.stringMatching(/^\/org\?id=[\w-]{36}$/)])
    expect(await orgsOf(noOrg.userId)).toEqual(['Initech: Owner'])
    expect((await visitor.get(headers.get('Location') ?? '')).body).toContain('<h1>Initech</h1>')
  })

  test('goes back to the app that has opened the page', async () => {
    const visitor = await signedIn(emulator, noOrg)
    const page = await visitor.get(`/create_org?${rt(APP)}`)
    expect(page.body).toContain(`href="${APP}"`)
    expect(page.headers.get('Content-Security-Policy')).toContain("form-action 'self' http://localhost:3000")
    const { headers } = await visitor.submit(`/create_org?${rt(APP)}`, { name: 'Initech' })
    expect(headers.get('Location')).toBe(APP)
  })

  test('never goes to a page that is not an allowed app', async () => {
    const visitor = await signedIn(emulator, noOrg)
    const { headers } = await visitor.submit(`/create_org?${rt('https://evil.example/')}`, { name: 'Initech' })
    expect(headers.get('Location')).toBe('/account')
  })

  test.each(['', ' ', 'x'.repeat(256)])('the name %j is refused at its field', async (name) => {
    const visitor = await signedIn(emulator, noOrg)
    const refused = await visitor.submit('/create_org', { name })
    expect([refused.status, await orgsOf(noOrg.userId)]).toEqual([400, []])
    expect(refused.body).toContain('id="name-error"')
  })

  test('is for users with can_create_orgs alone, with users_can_create_orgs: false', async () => {
    emulator.changeSettings({ users_can_create_orgs: false })
    const visitor = await signedIn(emulator, noOrg)
    expect((await visitor.get('/create_org')).status).toBe(403)
    expect((await visitor.get('/account')).body).not.toContain('/create_org')
    expect((await visitor.submit('/create_org', { name: 'Initech' })).status).toBe(403)
    expect(await orgsOf(noOrg.userId)).toEqual([])
    const allowed = await signedIn(emulator, owner)
    expect((await allowed.submit('/create_org', { name: 'Initech' })).status).toBe(303)
  })

  test('ends at max_num_orgs_users_can_be_in', async () => {
    emulator.changeSettings({ max_num_orgs_users_can_be_in: 1 })
    const visitor = await signedIn(emulator, noOrg)
    expect((await visitor.submit('/create_org', { name: 'Initech' })).status).toBe(303)
    const refused = await visitor.submit('/create_org', { name: 'Umbrella' })
    expect([refused.status, await orgsOf(noOrg.userId)]).toEqual([400, ['Initech: Owner']])
  })

  test('gives the creator default_owner_role', async () => {
    const definitions = { Root: {}, Chief: { can_invite: true }, Crew: {} }
    const seed = { roles: { definitions, default_owner_role: 'Chief' }, users: [{ key: 'a', email: 'a@x.test' }] }
    await using other = testEmulator({ seed })
    const { cookie } = other.startSession('a')
    const headers = { Cookie: `${cookie.name}=${cookie.value}` }
    const body = new URLSearchParams({ name: 'Initech' })
    await other.fetch(`${other.authUrl}/create_org`, { method: 'POST', headers, body, redirect: 'manual' })
    const { claims } = await other.mintToken({ user: 'a' })
    expect(Object.values(claims.org_id_to_org_member_info as object)).toMatchObject([
      { user_role: 'Chief', user_permissions: ['propelauth::can_invite'] },
    ])
  })
})

describe('joining by domain', () => {
  beforeEach(async () => {
    await backend(emulator, 'PUT', `org/${acme.orgId}`, { domain: 'example.test', autojoin_by_domain: true })
  })

  test('is offered to users of the domain, as members', async () => {
    const visitor = await signedIn(emulator, noOrg)
    for (const path of ['/create_org', '/account']) expect((await visitor.get(path)).body, path).toContain('Join Acme')
    expect((await visitor.submit('/account/join', { org_id: acme.orgId })).status).toBe(303)
    expect(await orgsOf(noOrg.userId)).toEqual(['Acme: Member'])
    expect((await visitor.get('/account')).body).not.toContain('Join Acme')
  })

  test('is refused for other domains, unconfirmed addresses and full organizations', async () => {
    const join = async (persona = noOrg) => {
      const visitor = await signedIn(emulator, persona)
      return (await visitor.submit('/account/join', { org_id: acme.orgId })).status
    }
    await backend(emulator, 'PUT', `org/${acme.orgId}`, { max_users: 4 })
    expect(await join()).toBe(400)
    await backend(emulator, 'PUT', `org/${acme.orgId}`, { max_users: 50, domain: 'other.test' })
    expect(await join()).toBe(404)
    await backend(emulator, 'PUT', `org/${acme.orgId}`, { domain: 'example.test' })
    const { body } = await backend(emulator, 'POST', 'user/', { email: 'new@example.test' })
    const visitor = browser(emulator)
    await visitor.submit('/_emulator/login_as', body)
    expect((await visitor.submit('/account/join', { org_id: acme.orgId })).status).toBe(404)
    expect(await orgsOf(noOrg.userId)).toEqual([])
  })
})
