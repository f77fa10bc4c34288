import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { backend, browser, testEmulator } from '../../../../test/fixture.js'
import { toolVisitor } from '../../../../test/tool-visitor.js'
import { PERSONA_ORGS, PERSONAS } from '../../../index.js'

const emulator = testEmulator()
afterAll(() => emulator.close())
beforeEach(() => emulator.reset())

const { acme, globex } = PERSONA_ORGS
const { owner, member, noOrg } = PERSONAS
const visitor = toolVisitor(emulator)
const open = (path: string) => visitor.open(`users${path}`)
const submit = (form: Record<string, string>, user: string = noOrg.userId) => visitor.submit(`users/${user}`, form)
const stored = async (userId: string) => (await backend(emulator, 'GET', `user/${userId}?include_orgs=true`)).body
const addUsers = async (emails: readonly string[]) => {
  for (const email of emails) await backend(emulator, 'POST', 'user/', { email })
}

describe('the list of users', () => {
  test('links every user to a page of its own, with organizations and a sign-in', async () => {
    const body = await open('')
    expect(body).toContain('All users (5)')
    expect(body).toContain(`<a href="/_emulator/users/${owner.userId}">${owner.email}</a>`)
    expect(body).toContain('Acme: Member, Globex: Admin')
    expect(body).toContain(`aria-label="Sign in as ${noOrg.email}"`)
  })

  test.each([
    ['OLIVIA', [owner.email]],
    ['olivia own', [owner.email]],
    [owner.userId, [owner.email]],
    ['noOrg', [noOrg.email]],
    ['@acme.test', [owner.email, PERSONAS.admin.email, member.email]],
    ['%', []],
    ["' OR 1=1 --", []],
  ])('?q=%s finds by address, name, id and key', async (q, emails) => {
    const body = await open(`?q=${encodeURIComponent(q)}`)
    expect(Array.from(body.matchAll(/<th scope="row"><a [^>]*>([^<]+)</g), ([, email]) => email)).toEqual(emails)
    expect(body.includes('No user is like that')).toBe(emails.length === 0)
  })

  test.each([
    ['disabled', { action: 'disable' }],
    ['locked', { action: 'lock' }],
    ['unconfirmed', { action: 'email', email: noOrg.email }],
  ])('?state=%s shows only those users', async (state, form) => {
    expect(await open(`?state=${state}`)).toContain('Found users (0)')
    await submit(form)
    const body = await open(`?state=${state}`)
    expect([body.includes('Found users (1)'), body.includes(noOrg.email)]).toEqual([true, true])
  })

  test('an unknown state, order or page counts as none', async () => {
    expect(await open('?state=x&order=x&page=x')).toContain('All users (5)')
    expect(await open('?page=-1')).toContain(owner.email)
    expect(await open('?page=99999999999999999999')).toContain(owner.email)
  })

  test('has pages of 50 that keep the filter', async () => {
    await addUsers(Array.from({ length: 60 }, (_, index) => `page${index}@x.test`))
    const first = await open('?q=page&order=EMAIL')
    expect(first).toContain('Found users (60)')
    expect(first).toContain('href="/_emulator/users?q=page&amp;order=EMAIL&amp;page=2">Next page')
    const second = await open('?q=page&order=EMAIL&page=2')
    expect(second.match(/<th scope="row">/g)).toHaveLength(10)
    expect(second).toContain('href="/_emulator/users?q=page&amp;order=EMAIL">Previous page')
    expect(await open('?q=page&page=9')).toContain('href="/_emulator/users?q=page&amp;page=2">Previous page')
  })
})

describe('a new user', () => {
  const create = (form: Record<string, string>) => visitor.submit('users', { action: 'create', ...form })

  test('is created with names, a password and a membership, and the browser goes to its page', async () => {
    const form = { email: 'ada@x.test', email_confirmed: 'on', password: 'long enough', first_name: 'Ada' }
    const { status, headers } = await create({ ...form, org: acme.orgId, role: 'Admin' })
    const location = headers.get('Location') ?? ''
    expect([status, location]).toEqual([303, expect.stringMatching(/^\/_emulator\/users\/[0-9a-f-]{36}\?done=create$/)])
    expect(await visitor.open(location.replace('/_emulator/', ''))).toContain('The user was created.')
    const user = await stored(location.slice(17, 53))
    expect(user).toMatchObject({ email: 'ada@x.test', email_confirmed: true, first_name: 'Ada', has_password: true })
    expect(user.org_id_to_org_info[acme.orgId].user_role).toBe('Admin')
  })

  test.each([
    [{ email: owner.email }, 'email: A user with this email address already exists.'],
    [{ email: 'no address' }, 'email: Must be a valid email address.'],
    [{ email: 'a@x.test', password: 'short' }, 'password: Must be at least 8 characters long.'],
    [{ email: 'a@x.test', org: 'none' }, 'No organization has the id or key &quot;none&quot;'],
    [{ email: 'a@x.test', org: 'acme', role: 'Chief' }, 'role: There is no role &quot;Chief&quot;'],
  ])('%j is refused with the reason, and nothing is stored', async (form, reason) => {
    const { status, body } = await create(form)
    expect([status, body.includes(reason)]).toEqual([400, true])
    expect(body).toContain(`value="${form.email}"`)
    expect(emulator.counts().users).toBe(5)
  })
})

describe('the page of a user', () => {
  test('shows the user, memberships and sessions, and the calls that do the same', async () => {
    emulator.startSession('owner')
    const body = await open(`/${owner.userId}`)
    for (const shown of [owner.email, owner.userId, 'Olivia Owner', 'Sessions (1)', `/_emulator/orgs/${acme.orgId}`])
      expect(body).toContain(shown)
    expect(body).toContain(`/api/backend/v1/user/${owner.userId}/disable`)
    expect(body).toContain('-H &quot;Authorization: Bearer $PROPELAUTH_API_KEY&quot;')
    expect(body).not.toContain(emulator.apiKey)
  })

  test.each(['x', noOrg.userId.replace(/^./, '0'), '%00', '..%2Fmail'])('%s is 404', async (id) => {
    const { status, body } = await visitor.get(`users/${id}`)
    expect([status, body.includes('does not exist')]).toEqual([404, true])
    expect((await submit({ action: 'lock' }, id)).status).toBe(404)
  })

  test('saves the profile, and only the fields that have changed', async () => {
    const form = { first_name: 'Ada', last_name: 'Single', username: 'ada', can_create_orgs: 'on' }
    const { status, headers } = await submit({
      action: 'profile',
      ...form,
      properties: '{"plan": "pro"}',
      metadata: '',
    })
    expect([status, headers.get('Location')]).toEqual([303, `/_emulator/users/${noOrg.userId}?done=profile`])
    expect(await stored(noOrg.userId)).toMatchObject({
      first_name: 'Ada',
      last_name: 'Single',
      username: 'ada',
      properties: { plan: 'pro' },
      metadata: null,
      can_create_orgs: true,
      update_password_required: false,
    })
    await submit({ action: 'profile', properties: '' })
    expect(await stored(noOrg.userId)).toMatchObject({ first_name: 'Ada', properties: {}, can_create_orgs: false })
  })

  test.each([
    [{ properties: '[1]' }, 'properties: Must be a JSON object.'],
    [{ metadata: '{' }, 'metadata: Must be JSON.'],
    [{ metadata: `${'['.repeat(300)}` }, 'metadata: Is nested too deeply.'],
    [{ first_name: 'x'.repeat(256) }, 'first_name: Must be at most 255 characters long.'],
    [{ username: ' ' }, 'username: Must be between 1 and 255 characters long.'],
  ])('refuses %j with the reason, and keeps what was entered', async (form, reason) => {
    const { status, body } = await submit({ action: 'profile', ...form })
    expect([status, body.includes(reason)]).toEqual([400, true])
    expect(body).toContain('aria-invalid="true"')
    expect(body).toContain(Object.values(form)[0])
    expect((await stored(noOrg.userId)).first_name).toBe('Noah')
  })

  test('changes the address and the password', async () => {
    await submit({ action: 'email', email: 'new@x.test', confirmed: 'on' })
    expect(await stored(noOrg.userId)).toMatchObject({ email: 'new@x.test', email_confirmed: true })
    expect((await submit({ action: 'email', email: owner.email })).body).toContain('already exists')
    await submit({ action: 'password', password: 'another one', ask: 'on' })
    expect((await stored(noOrg.userId)).update_password_required).toBe(true)
    const login = await browser(emulator).submit('/login', { email: 'new@x.test', password: 'another one' })
    expect(login.status).toBe(303)
    expect((await submit({ action: 'password', password: 'short' })).status).toBe(400)
    await submit({ action: 'clear_password' })
    expect((await stored(noOrg.userId)).has_password).toBe(false)
  })

  test('sends the message that confirms an address', async () => {
    await submit({ action: 'email', email: 'unconfirmed@x.test' })
    expect(await open(`/${noOrg.userId}`)).toContain('Send the message with the link')
    await submit({ action: 'confirm_email' })
    expect(emulator.mail('unconfirmed@x.test')).toMatchObject([{ kind: 'confirm_email' }])
  })

  test('locks, disables and deletes, and the other way round', async () => {
    emulator.startSession('noOrg')
    for (const [action, field, value] of [
      ['lock', 'locked', true],
      ['unlock', 'locked', false],
      ['disable', 'enabled', false],
      ['enable', 'enabled', true],
    ] as const) {
      expect((await submit({ action })).status).toBe(303)
      expect((await stored(noOrg.userId))[field], action).toBe(value)
    }
    expect(await open(`/${noOrg.userId}`)).toContain('Sessions (0)')
    const { headers } = await submit({ action: 'delete' })
    expect(headers.get('Location')).toBe('/_emulator/users?done=delete')
    expect(await open('?done=delete')).toContain('The user was deleted.')
    expect((await visitor.get(`users/${noOrg.userId}`)).status).toBe(404)
  })

  test('logs out everywhere', async () => {
    const signedIn = browser(emulator)
    await signedIn.submit('/_emulator/login_as', { user_id: noOrg.userId })
    await submit({ action: 'log_out' })
    expect((await signedIn.get('/account')).status).toBe(302)
  })

  test('adds to an organization and removes from it', async () => {
    await submit({ action: 'add_org', org: 'globex', role: 'Admin' })
    expect((await stored(noOrg.userId)).org_id_to_org_info[globex.orgId].user_role).toBe('Admin')
    expect((await submit({ action: 'add_org', org: 'globex', role: 'Admin' })).body).toContain('already a member')
    expect((await submit({ action: 'add_org', org: '', role: 'Admin' })).status).toBe(400)
    await submit({ action: 'remove_org', org: globex.orgId })
    expect((await stored(noOrg.userId)).org_id_to_org_info).toEqual({})
    expect((await submit({ action: 'remove_org', org: globex.orgId })).status).toBe(400)
  })

  test('shows the code of the moment and removes the second factor', async () => {
    const users = [
      { key: 'app', email: 'app@x.test', mfa_secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' },
      { key: 'phone', email: 'phone@x.test', mfa_phones: ['+15550100'] },
    ]
    // RFC 6238, appendix B.
    await using timed = testEmulator({ seed: { users }, now: () => 1_111_111_109_000 })
    const guest = toolVisitor(timed)
    const list = await guest.open('users?state=two-factor')
    expect(list).toContain('<small>code 081804</small>')
    const [app = '', phone = ''] = Array.from(
      list.matchAll(/href="\/_emulator\/(users\/[0-9a-f-]{36})"/g),
      ([, to]) => to,
    )
    expect(await guest.open(app)).toContain('<code class="secret">081804</code>')
    expect(await guest.open(phone)).toContain('/_emulator/sms?to=%2B15550100')
    await guest.submit(app, { action: 'remove_factor' })
    expect(await guest.open(app)).not.toContain('Second factor')
  })

  test('an unknown form is refused', async () => {
    for (const action of ['', 'constructor', '__proto__', 'toString'])
      expect((await submit({ action })).status, action).toBe(400)
  })
})

test('a lock is an HTTP call, too', async () => {
  const lock = async (body: object) => {
    const init = { method: 'POST', body: JSON.stringify(body) }
    return (await emulator.fetch(`${emulator.authUrl}/_emulator/lock`, init)).status
  }
  expect(await lock({ user: 'noOrg' })).toBe(200)
  expect((await stored(noOrg.userId)).locked).toBe(true)
  expect(await lock({ user: noOrg.email, locked: false })).toBe(200)
  expect((await stored(noOrg.userId)).locked).toBe(false)
  expect([await lock({ user: 'none' }), await lock({}), await lock({ user: 'noOrg', locked: 1 })]).toEqual([
    404, 400, 400,
  ])
})

test('without names, usernames and organizations the forms do not have them', async () => {
  emulator.changeSettings({ has_names: false, has_usernames: false, has_orgs: false })
  for (const body of [await open(''), await open(`/${noOrg.userId}`)])
    expect(body).not.toMatch(/name="(?:first_name|username|org)"/)
  await submit({ action: 'profile', metadata: '{"a": 1}' })
  expect(await stored(noOrg.userId)).toMatchObject({ first_name: 'Noah', metadata: { a: 1 } })
})
