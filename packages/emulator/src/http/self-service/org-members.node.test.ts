import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { backend, browser, testEmulator } from '../../../test/fixture.js'
import { signedIn } from '../../../test/mcp-client.js'
import { oneOfEachShape } from '../../../test/xss-strings.js'
import { PERSONA_ORGS, PERSONAS, type Seed } from '../../index.js'

const { acme, globex } = PERSONA_ORGS
const { owner, admin, member, multiOrg, noOrg } = PERSONAS
const emulator = testEmulator()
afterAll(() => emulator.close())
beforeEach(() => emulator.reset())

const at = (path: string, orgId: string = acme.orgId): string => `${path}?id=${orgId}`

const rolesIn = async (orgId: string = acme.orgId): Promise<Record<string, string>> => {
  const { body } = await backend(emulator, 'GET', `user/org/${orgId}?page_size=100`)
  const users: { email: string; role_in_org: string }[] = body.users
  return Object.fromEntries(users.map(({ email, role_in_org }) => [email, role_in_org]))
}

const pending = async (): Promise<string[]> => {
  const { body } = await backend(emulator, 'GET', 'pending_org_invites')
  return body.invites.map((invite: { invitee_email: string }) => invite.invitee_email)
}

describe('the page of an organization', () => {
  test('needs a login, and is shown after it with its return address', async () => {
    const visitor = browser(emulator)
    const path = `${at('/org')}&rt=abc`
    const { status, headers } = await visitor.get(path)
    expect(status).toBe(302)
    const login = await visitor.submit(headers.get('Location') ?? '', owner)
    expect(login.headers.get('Location')).toBe(path)
  })

  test('shows members with their roles', async () => {
    const { status, body } = await (await signedIn(emulator, owner)).get(at('/org'))
    expect(status).toBe(200)
    for (const { email } of [owner, admin, member, multiOrg]) expect(body).toContain(email)
    expect(body).not.toContain(noOrg.email)
  })

  test('is that of the first organization without an id', async () => {
    const visitor = await signedIn(emulator, multiOrg)
    expect((await visitor.get('/org')).body).toContain('<h1>Acme</h1>')
    expect((await visitor.get(at('/org', globex.orgId.toUpperCase()))).body).toContain('<h1>Globex</h1>')
  })

  test('is 404 for an organization of others, as for an unknown one', async () => {
    const visitor = await signedIn(emulator, owner)
    const [foreign, unknown] = await Promise.all([visitor.get(at('/org', globex.orgId)), visitor.get(at('/org', 'x'))])
    expect([foreign.status, unknown.status]).toEqual([404, 404])
    expect(foreign.body).toBe(unknown.body)
  })

  test('leads a user without organizations to the page that creates one', async () => {
    const { headers } = await (await signedIn(emulator, noOrg)).get('/org?rt=abc')
    expect(headers.get('Location')).toBe('/create_org?rt=abc')
  })

  test('has 25 members a page, and finds others by their address', async () => {
    for (let i = 0; i < 30; i += 1) {
      const { body } = await backend(emulator, 'POST', 'user/', { email: `m${String(i).padStart(2, '0')}@x.test` })
      await backend(emulator, 'POST', 'org/add_user', { ...body, org_id: acme.orgId, role: 'Member' })
    }
    const visitor = await signedIn(emulator, owner)
    const first = await visitor.get(at('/org'))
    expect(first.body).toContain('Members (34)')
    expect(first.body).not.toContain('m29@x.test')
    const [, next = ''] = /href="(\/org\?[^"]*page=1[^"]*)"/.exec(first.body) ?? []
    expect((await visitor.get(next.replaceAll('&amp;', '&'))).body).toContain('m29@x.test')
    const found = await visitor.get(`${at('/org')}&search=M29`)
    expect(found.body).toContain('Members (1)')
  })

  test('without can_view_other_members shows the viewer alone', async () => {
    const roles = { definitions: { Owner: { can_view_other_members: true }, Member: {} } }
    const users = [owner, member].map(({ key, email, password }) => ({ key, email, password }))
    const orgs = [{ key: 'acme', name: 'Acme', members: { owner: 'Owner', member: 'Member' } }]
    await using closed = testEmulator({ seed: { roles, users, orgs } })
    const { body } = await (await signedIn(closed, member)).get('/org')
    expect(body).toContain(member.email)
    expect(body).not.toContain(owner.email)
    expect((await (await signedIn(closed, owner)).get('/org')).body).toContain(member.email)
  })

  test('with has_orgs: false there is none', async () => {
    emulator.changeSettings({ has_orgs: false })
    const visitor = await signedIn(emulator, owner)
    for (const path of ['/org', '/org/settings', '/org/api_keys']) expect((await visitor.get(path)).status).toBe(404)
    expect((await visitor.get('/account')).body).not.toContain('Organizations')
    expect((await visitor.get('/create_org')).status).toBe(403)
  })
})

describe('inviting', () => {
  test('sends a message, lists the invitation, and revokes it', async () => {
    const visitor = await signedIn(emulator, admin)
    const sent = await visitor.submit(at('/org/invite'), { email: 'guest@x.test', role: 'Member' })
    expect(sent.status).toBe(303)
    expect(emulator.mail('guest@x.test')[0]?.subject).toBe('You have been invited to Acme')
    const page = await visitor.get(sent.headers.get('Location') ?? '')
    expect(page.body).toContain('The invitation was sent.')
    expect(page.body).toContain('Pending invitations (1)')
    expect((await visitor.submit(at('/org/invites/revoke'), { email: 'guest@x.test' })).status).toBe(303)
    expect(await pending()).toEqual([])
  })

  test('needs can_invite, and offers the form to no other member', async () => {
    const visitor = await signedIn(emulator, member)
    expect((await visitor.get(at('/org'))).body).not.toContain('/org/invite')
    const refused = await visitor.submit(at('/org/invite'), { email: 'guest@x.test', role: 'Member' })
    expect([refused.status, await pending()]).toEqual([403, []])
    await backend(emulator, 'POST', 'invite_user', { org_id: acme.orgId, email: 'guest@x.test', role: 'Member' })
    expect((await visitor.submit(at('/org/invites/revoke'), { email: 'guest@x.test' })).status).toBe(403)
    expect(await pending()).toEqual(['guest@x.test'])
  })

  test('gives no higher role than the own one', async () => {
    const visitor = await signedIn(emulator, admin)
    const refused = await visitor.submit(at('/org/invite'), { email: 'guest@x.test', role: 'Owner' })
    expect([refused.status, await pending()]).toEqual([403, []])
    expect((await visitor.get(at('/org'))).body).not.toContain('<option value="Owner"')
  })

  test.each([
    ['not an address', 'Member', 400],
    [member.email, 'Member', 400],
    ['guest@x.test', 'Boss', 400],
    ['guest@x.test', '', 400],
  ])('%s as %j is refused with its reason', async (email, role, status) => {
    const visitor = await signedIn(emulator, owner)
    const refused = await visitor.submit(at('/org/invite'), { email, role })
    expect([refused.status, await pending()]).toEqual([status, []])
    expect(refused.body).toContain('role="alert"')
    expect(refused.body).toContain(`value="${email}"`)
  })

  test('respects the domain and the size of the organization', async () => {
    const visitor = await signedIn(emulator, owner)
    await backend(emulator, 'PUT', `org/${acme.orgId}`, { domain: 'acme.test', restrict_to_domain: true })
    expect((await visitor.submit(at('/org/invite'), { email: 'guest@x.test', role: 'Member' })).status).toBe(400)
    expect((await visitor.submit(at('/org/invite'), { email: 'guest@acme.test', role: 'Member' })).status).toBe(303)
    await backend(emulator, 'PUT', `org/${acme.orgId}`, { max_users: 4 })
    const full = await visitor.submit(at('/org/invite'), { email: 'other@acme.test', role: 'Member' })
    expect(full.body).toContain('Acme is full.')
  })
})

describe('changing roles', () => {
  const change = async (persona: typeof owner | typeof admin | typeof member, userId: string, role: string) =>
    (await signedIn(emulator, persona)).submit(at('/org/members/role'), { user_id: userId, role })

  test('works for roles up to the own one', async () => {
    expect((await change(owner, member.userId, 'Admin')).status).toBe(303)
    expect((await change(admin, multiOrg.userId, 'Admin')).status).toBe(303)
    expect(await rolesIn()).toMatchObject({ [member.email]: 'Admin', [multiOrg.email]: 'Admin' })
  })

  test.each([
    ['a member has no permission', member, multiOrg.userId, 'Member', 403],
    ['nor for a higher role', member, multiOrg.userId, 'Admin', 403],
    ['an admin cannot make owners', admin, member.userId, 'Owner', 403],
    ['an admin cannot change owners', admin, owner.userId, 'Member', 403],
    ['the last owner stays', owner, owner.userId, 'Member', 400],
    ['an unknown role', owner, member.userId, 'Boss', 400],
    ['a user of another organization', owner, noOrg.userId, 'Member', 404],
    ['a user who does not exist', owner, 'x', 'Member', 404],
  ] as const)('%s', async (_, persona, userId, role, status) => {
    const before = await rolesIn()
    const refused = await change(persona, userId, role)
    expect([refused.status, await rolesIn()]).toEqual([status, before])
    expect(refused.body).toContain('role="alert"')
  })

  test('an owner can step down when there is another one', async () => {
    expect((await change(owner, admin.userId, 'Owner')).status).toBe(303)
    expect((await change(owner, owner.userId, 'Member')).status).toBe(303)
    expect(await rolesIn()).toMatchObject({ [owner.email]: 'Member', [admin.email]: 'Owner' })
  })

  test('with multi_role several roles can be selected, of those that the own roles manage', async () => {
    const seed: Seed = {
      roles: {
        structure: 'multi_role',
        definitions: {
          Boss: { can_change_roles: true, can_view_other_members: true, roles_can_manage: ['Clerk', 'Guest'] },
          Clerk: {},
          Guest: {},
          Auditor: {},
        },
      },
      users: [owner, member].map(({ key, email, password }) => ({ key, email, password })),
      orgs: [{ key: 'acme', name: 'Acme', members: { owner: 'Boss', member: 'Clerk' } }],
    }
    await using multi = testEmulator({ seed })
    const visitor = await signedIn(multi, owner)
    const { claims } = await multi.mintToken({ user: 'member', org: 'acme' })
    const submit = (...roles: string[]) =>
      visitor.submit('/org/members/role', [['user_id', String(claims.user_id)], ...roles.map((role) => ['role', role])])
    expect((await visitor.get('/org')).body).not.toContain('Auditor')
    expect((await submit('Clerk', 'Auditor')).status).toBe(403)
    expect((await submit('Guest', 'Clerk')).status).toBe(303)
    const changed = await multi.mintToken({ user: 'member', org: 'acme' })
    expect(changed.claims.org_member_info).toMatchObject({ user_role: 'Guest', additional_roles: ['Clerk'] })
  })
})

describe('removing members', () => {
  const remove = async (persona: typeof owner | typeof admin | typeof member, userId: string) =>
    (await signedIn(emulator, persona)).submit(at('/org/members/remove'), { user_id: userId })

  test('works for members with roles up to the own one', async () => {
    expect((await remove(admin, member.userId)).status).toBe(303)
    expect(Object.keys(await rolesIn())).not.toContain(member.email)
  })

  test('every member can leave', async () => {
    const left = await remove(member, member.userId)
    expect([left.status, left.headers.get('Location')]).toEqual([303, '/account?done=left'])
    expect(Object.keys(await rolesIn())).not.toContain(member.email)
  })

  test.each([
    ['a member has no permission', member, multiOrg.userId, 403],
    ['an admin cannot remove owners', admin, owner.userId, 403],
    ['the last owner stays', owner, owner.userId, 400],
    ['a user of another organization', owner, noOrg.userId, 404],
  ] as const)('%s', async (_, persona, userId, status) => {
    const before = await rolesIn()
    const refused = await remove(persona, userId)
    expect([refused.status, await rolesIn()]).toEqual([status, before])
  })
})

test('a form of another organization has no effect', async () => {
  const visitor = await signedIn(emulator, owner)
  const forms: [string, Record<string, string>][] = [
    ['/org/invite', { email: 'guest@x.test', role: 'Member' }],
    ['/org/members/role', { user_id: multiOrg.userId, role: 'Member' }],
    ['/org/members/remove', { user_id: multiOrg.userId }],
    ['/org/invites/revoke', { email: 'guest@x.test' }],
  ]
  for (const [path, form] of forms) expect((await visitor.submit(at(path, globex.orgId), form)).status, path).toBe(404)
  expect([await rolesIn(globex.orgId), await pending()]).toEqual([{ [multiOrg.email]: 'Admin' }, []])
})

test('names, addresses and parameters stay text', async () => {
  for (const text of oneOfEachShape()) {
    const { body } = await backend(emulator, 'POST', 'org/', { name: text })
    const ids = { org_id: body.org_id, user_id: owner.userId }
    await backend(emulator, 'POST', 'org/add_user', { ...ids, role: 'Owner' })
    await backend(emulator, 'PUT', `user/${owner.userId}`, { first_name: text, last_name: text })
    const visitor = await signedIn(emulator, owner)
    const parameters = new URLSearchParams({ id: body.org_id, search: text, done: text, rt: text })
    for (const path of [
      '/org',
      `/org/settings/${body.org_id}`,
      `/org/api_keys/${body.org_id}`,
      '/account',
      '/create_org',
    ]) {
      const page = await visitor.get(`${path}?${parameters}`)
      expect(page.status, path).toBe(200)
      expect(page.body, path).not.toMatch(/<(script|img|iframe|math|body on)/)
      expect(page.body, path).not.toContain('onload=alert(0)>"')
    }
  }
})
