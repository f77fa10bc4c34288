import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { backend, browser, callControl, testEmulator } from '../../../test/fixture.js'
import { PERSONA_ORGS, PERSONAS } from '../../index.js'

const emulator = testEmulator()
beforeEach(() => emulator.reset())
afterAll(() => emulator.close())

const control = (method: string, path: string, body?: unknown) => callControl(emulator, method, path, body)

describe('users', () => {
  test('are listed oldest first, with their keys and organizations', async () => {
    const { body } = await control('GET', 'users')
    expect(body.users.map(({ key }: { key: string }) => key)).toEqual(Object.keys(PERSONAS))
    expect([body.total, body.users[0].email]).toEqual([5, PERSONAS.owner.email])
    expect(body.users[0].org_id_to_org_info[PERSONA_ORGS.acme.orgId]).toMatchObject({ user_role: 'Owner' })
  })

  test('are selected by a part of the address, and the total counts all of them', async () => {
    expect((await control('GET', 'users?query=ACME.test')).body.users).toHaveLength(3)
    const { body } = await control('GET', 'users?query=acme.test&limit=1')
    expect([body.users.length, body.total]).toEqual([1, 3])
  })

  test.each([PERSONAS.admin.userId, PERSONAS.admin.email, 'admin'])('%s names one', async (name) => {
    const { body } = await control('GET', `users/${encodeURIComponent(name)}`)
    expect(body).toMatchObject({ key: 'admin', user_id: PERSONAS.admin.userId })
    expect(JSON.stringify(body)).not.toContain('hash')
  })

  test('a new one can log in at once', async () => {
    const user = { email: 'new@x.test', password: 'long enough', key: 'new', firstName: 'Nora', org: 'acme' }
    const { status, body } = await control('POST', 'users', user)
    expect([status, body.key, body.first_name, body.email_confirmed]).toEqual([200, 'new', 'Nora', true])
    expect(body.org_id_to_org_info[PERSONA_ORGS.acme.orgId]).toMatchObject({ user_role: 'Member' })
    expect((await browser(emulator).submit('/login', { email: 'new@x.test', password: 'long enough' })).status).toBe(
      303,
    )
    expect((await emulator.mintToken({ user: 'new', org: 'acme' })).claims.user_id).toBe(body.user_id)
  })

  test('a new one can have another role, or an address that is not confirmed', async () => {
    const { body } = await control('POST', 'users', { email: 'a@x.test', org: 'globex', role: 'Admin' })
    expect(body.org_id_to_org_info[PERSONA_ORGS.globex.orgId]).toMatchObject({ user_role: 'Admin' })
    expect((await control('POST', 'users', { email: 'b@x.test', emailConfirmed: false })).body.email_confirmed).toBe(
      false,
    )
  })

  test.each([
    [{}, 400, 'email'],
    [{ email: 'x' }, 400, 'email'],
    [{ email: PERSONAS.owner.email }, 400, 'email'],
    [{ email: 'a@x.test', password: 'short' }, 400, 'password'],
    [{ email: 'a@x.test', key: 'owner' }, 400, 'key'],
    [{ email: 'a@x.test', role: 'Admin' }, 400, 'role'],
    [{ email: 'a@x.test', org: 'acme', role: 'Boss' }, 400, 'role'],
    [{ email: 'a@x.test', org: 'nowhere' }, 404, 'error_code'],
  ])('%j is refused, and nothing is added', async (user, status, field) => {
    const answer = await control('POST', 'users', user)
    expect([answer.status, Object.keys(answer.body)]).toEqual([status, expect.arrayContaining([field])])
    expect(emulator.counts().users).toBe(5)
  })

  test('an unknown name is a 404 with the existing names', async () => {
    const { status, body } = await control('GET', 'users/nothing')
    expect([status, body.user_facing_error]).toEqual([404, expect.stringContaining('Users: owner, admin')])
  })
})

test('a browser does not get the JSON: the addresses are those of pages', async () => {
  for (const path of ['users', 'users/owner', 'orgs', 'orgs/acme']) {
    const { headers } = await browser(emulator).get(`/_emulator/${path}`, { Accept: 'text/html' })
    expect(headers.get('Content-Type')).toContain('text/html')
    expect(headers.get('Vary')).toContain('Accept')
  }
})

describe('organizations', () => {
  test('are listed with the number of their members', async () => {
    const { body } = await control('GET', 'orgs')
    const names = body.orgs.map(({ key, name, members }: Record<string, unknown>) => [key, name, members])
    expect([names, body.total]).toEqual([
      [
        ['acme', 'Acme', 4],
        ['globex', 'Globex', 1],
      ],
      2,
    ])
    expect((await control('GET', 'orgs?query=glob')).body.total).toBe(1)
  })

  test('one is shown with its members', async () => {
    const { body } = await control('GET', 'orgs/globex')
    expect(body).toMatchObject({ key: 'globex', name: 'Globex', org_id: PERSONA_ORGS.globex.orgId })
    const { userId, email } = PERSONAS.multiOrg
    expect(body.members).toEqual([{ user_id: userId, key: 'multiOrg', email, role: 'Admin' }])
  })

  test('a new one has its owner, domain and key', async () => {
    const org = { name: 'Initech', key: 'initech', domain: 'initech.test', owner: 'noOrg', maxUsers: 3 }
    const { status, body } = await control('POST', 'orgs', org)
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({ key: 'initech', domain: 'initech.test', max_users: 3 }),
    ])
    expect(body.members).toMatchObject([{ key: 'noOrg', role: 'Owner' }])
    expect((await backend(emulator, 'GET', `org/${body.org_id}`)).body.name).toBe('Initech')
  })

  test.each([
    [{}, 400],
    [{ name: 'X', key: 'acme' }, 400],
    [{ name: 'X', domain: 'no domain' }, 400],
    [{ name: 'X', maxUsers: 0 }, 400],
    [{ name: 'X', owner: 'nothing' }, 404],
  ])('%j is refused, and nothing is added', async (org, status) => {
    expect((await control('POST', 'orgs', org)).status).toBe(status)
    expect(emulator.counts().orgs).toBe(2)
  })

  test('without organizations in the project, none can be added', async () => {
    emulator.changeSettings({ has_orgs: false })
    expect((await control('POST', 'orgs', { name: 'X' })).status).toBe(426)
  })
})
