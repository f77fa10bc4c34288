import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { backend, callControl, read, testEmulator } from '../../../../test/fixture.js'
import { toolVisitor } from '../../../../test/tool-visitor.js'
import { PERSONA_ORGS, PERSONAS, startServer } from '../../../index.js'

const emulator = testEmulator()
afterAll(() => emulator.close())
beforeEach(() => emulator.reset())

const HTML = { Accept: 'text/html,application/xhtml+xml' }
const { open, submit } = toolVisitor(emulator)

const control = (method: string, path: string, body?: unknown) => callControl(emulator, method, path, body)

describe('the page about roles', () => {
  const roles = async () => (await control('GET', 'roles')).body
  const namesOf = async () => Object.keys((await roles()).definitions)

  test('shows roles, permissions and members', async () => {
    const body = await open('roles')
    for (const shown of ['Roles (3)', 'can_view_billing', 'propelauth::can_delete_org']) expect(body).toContain(shown)
    expect(body).toMatch(/<th scope="row">Admin<\/th>\s*<td data-label="Members">2</)
  })

  test('adds a role, changes its permissions, moves it up and removes it', async () => {
    expect((await submit('roles', { action: 'add', role: ' Guest ', permissions: 'a\r\nb' })).status).toBe(303)
    expect((await roles()).definitions.Guest).toMatchObject({ permissions: ['a', 'b'] })
    await submit('roles', { action: 'save', role: 'Guest', permissions: 'c, d' })
    expect((await roles()).definitions.Guest.permissions).toEqual(['c', 'd'])
    await submit('roles', { action: 'raise', role: 'Guest' })
    expect(await namesOf()).toEqual(['Owner', 'Admin', 'Guest', 'Member'])
    await submit('roles', { action: 'remove', role: 'Guest' })
    expect(await namesOf()).toEqual(['Owner', 'Admin', 'Member'])
  })

  test('a new permission is in the next token', async () => {
    await submit('roles', { action: 'save', role: 'Member', permissions: 'doc::read' })
    const { claims } = await emulator.mintToken({ user: 'member', org: 'acme' })
    expect(claims.org_member_info).toMatchObject({ user_permissions: ['doc::read'] })
  })

  test('says which role is the default, internal, disabled, and whose members it manages', async () => {
    const definitions = {
      Boss: {},
      Gone: { disabled: true },
      Team: { is_internal: true, roles_can_manage: ['Clerk'] },
      Clerk: { roles_can_manage: [] },
    }
    await using other = testEmulator({ seed: { roles: { structure: 'multi_role', definitions } } })
    const body = await toolVisitor(other).open('roles')
    const row = (name: string) => new RegExp(`<th scope="row">${name}(?:(?!</tr>)[^])*`).exec(body)?.[0] ?? ''
    const tags = (name: string) => Array.from(row(name).matchAll(/class="tag">([^<]+)/g), ([, tag]) => tag)
    expect(['Boss', 'Gone', 'Team', 'Clerk'].map(tags)).toEqual([['owner'], ['disabled'], ['internal'], ['default']])
    const managed = (name: string) => /Manages members with: ([^<]+)/.exec(row(name))?.[1]
    expect(['Boss', 'Team', 'Clerk'].map(managed)).toEqual(['all roles', 'Clerk', 'no role'])
  })

  test('makes a role internal or disabled, and back', async () => {
    await submit('roles', { action: 'add', role: 'Guest', permissions: 'a', is_internal: 'on' })
    expect((await roles()).definitions.Guest).toEqual({ permissions: ['a'], is_internal: true })
    await submit('roles', { action: 'save', role: 'Guest', permissions: 'a', disabled: 'on' })
    expect((await roles()).definitions.Guest).toEqual({ permissions: ['a'], disabled: true })
    await submit('roles', { action: 'save', role: 'Guest', permissions: 'a' })
    expect((await roles()).definitions.Guest).toEqual({ permissions: ['a'] })
    const { status, body } = await submit('roles', { action: 'save', role: 'Member', permissions: '', disabled: 'on' })
    expect([status, body.includes('Members or invitations have &quot;Member&quot;.')]).toEqual([400, true])
    expect(body).toMatch(/<details open><summary>Edit<span class="away"> the role Member/)
  })

  test('with several roles per member, chooses whose members a role manages', async () => {
    await submit('roles', { action: 'structure', structure: 'multi_role' })
    const managed = async () => (await roles()).definitions.Admin.roles_can_manage
    const save = (...chosen: string[][]) => {
      const form = new FormData()
      for (const [name = '', value = ''] of [['action', 'save'], ['role', 'Admin'], ['permissions', 'a'], ...chosen])
        form.append(name, value)
      return submit('roles', form)
    }
    await save(['roles_can_manage', 'Admin'], ['roles_can_manage', 'Member'])
    expect(await managed()).toEqual(['Admin', 'Member'])
    await save()
    expect(await managed()).toEqual([])
    await save(['manages_all', 'on'], ['roles_can_manage', 'Member'])
    expect(await managed()).toBeUndefined()
    const { status, body } = await save(['roles_can_manage', 'Nope'])
    expect([status, body.includes('unknown name &quot;Nope&quot;')]).toEqual([400, true])
  })

  test('with a hierarchy, keeps whose members a role would manage', async () => {
    const change = { structure: 'multi_role', changes: { Admin: { roles_can_manage: ['Member'] } } }
    await control('POST', 'roles', change)
    await submit('roles', { action: 'structure', structure: 'single_role_in_hierarchy' })
    await submit('roles', { action: 'save', role: 'Admin', permissions: 'b' })
    expect((await roles()).definitions.Admin).toEqual({ permissions: ['b'], roles_can_manage: ['Member'] })
  })

  test('sets the default roles, and forgets them', async () => {
    const form = { action: 'structure', structure: 'single_role_in_hierarchy' }
    await submit('roles', { ...form, default_owner_role: 'Admin', default_role: 'Admin' })
    expect(await roles()).toMatchObject({ default_owner_role: 'Admin', default_role: 'Admin' })
    expect(await open('roles')).toContain('Admin <span class="tag">owner</span> <span class="tag">default</span>')
    await submit('roles', { ...form, default_role: '' })
    expect(await roles()).toMatchObject({ default_owner_role: 'Admin' })
    await submit('roles', { ...form, default_owner_role: '' })
    expect(Object.keys(await roles())).not.toContain('default_owner_role')
    expect(Object.keys(await roles())).not.toContain('default_role')
  })

  test('each form shows its call and its command', async () => {
    await control('POST', 'roles', { changes: { Member: { permissions: ["it's"], is_internal: true } } })
    const body = await open('roles')
    for (const shown of [
      '{&quot;changes&quot;:{&quot;Admin&quot;:{&quot;permissions&quot;:[',
      'propelauth-emulator roles set Member &#39;--permission=it&#39;\\&#39;&#39;s&#39; --internal --no-disabled',
      'propelauth-emulator roles default --structure single_role_in_hierarchy --owner &#39;&#39; --member &#39;&#39;',
      'propelauth-emulator roles add Guest --internal',
    ])
      expect(body).toContain(shown)
  })

  test('the call of a single role changes what it names, and refuses other roles and fields', async () => {
    const { permissions } = (await roles()).definitions.Admin
    const change = (changes: unknown) => control('POST', 'roles', { changes })
    await change({ Admin: { is_internal: true } })
    expect((await roles()).definitions.Admin).toEqual({ permissions, is_internal: true })
    await change({ Admin: { can_invite: false, is_internal: false } })
    const left = permissions.filter((name: string) => name !== 'propelauth::can_invite')
    expect((await roles()).definitions.Admin).toEqual({ permissions: left })
    const before = await roles()
    for (const [changes, reason] of [
      [{ Amin: {} }, 'unknown name "Amin"; did you mean Admin?'],
      [{ Admin: 1 }, 'changes.Admin: must be an object'],
      [{ Admin: { internal: true } }, 'unknown name "internal"'],
      [{ Admin: { permissions: 'a' } }, 'must be a list'],
      [{ Member: { disabled: true } }, 'Members or invitations have "Member"'],
    ] as const) {
      const { status, body } = await change(changes)
      expect([status, String(body.roles).includes(reason)], reason).toEqual([400, true])
    }
    expect(await roles()).toEqual(before)
  })

  test.each([null, 1, 'x', []])(
    'a call with the definition %j of a role that it changes, too, is refused',
    async (role) => {
      const body = { definitions: { Owner: role, Member: {} }, changes: { Owner: {} } }
      expect(await control('POST', 'roles', body)).toMatchObject({
        status: 400,
        body: { roles: [expect.stringContaining('roles.definitions.Owner')] },
      })
    },
  )

  test.each([
    [{ action: 'add', role: ' ' }, 'role: Needs a name.'],
    [{ action: 'add', role: 'Owner' }, 'role: There is a role with this name.'],
    [{ action: 'save', role: 'Chief' }, 'role: There is no such role.'],
    [{ action: 'remove', role: 'toString' }, 'role: There is no such role.'],
    [{ action: 'raise', role: '' }, 'role: There is no such role.'],
    [{ action: 'remove', role: 'Member' }, 'Members or invitations have &quot;Member&quot;.'],
    [{ action: 'structure', structure: 'none' }, 'roles: roles.structure: must be'],
    [{ action: 'mappings', mappings: '[]' }, 'mappings: Must be a JSON object.'],
    [{ action: 'mappings', mappings: '{"Pro": {"Chief": {"permissions": 1}}}' }, 'must be a list'],
  ])('refuses %j with the reason', async (form, reason) => {
    const before = await roles()
    const { status, body } = await submit('roles', form)
    expect([status, body.includes(reason)]).toEqual([400, true])
    expect(await roles()).toEqual(before)
  })

  test('a role that is only in an invitation cannot be removed', async () => {
    await submit('roles', { action: 'add', role: 'Guest', permissions: '' })
    const invite = { org_id: PERSONA_ORGS.acme.orgId, email: 'guest@x.test', role: 'Guest' }
    await backend(emulator, 'POST', 'invite_user', invite)
    expect((await submit('roles', { action: 'remove', role: 'Guest' })).status).toBe(400)
  })

  test('a role mapping can be chosen for an organization', async () => {
    const mappings = '{"Pro": {"Owner": {"permissions": ["all"]}, "Admin": {}, "Member": {}}}'
    await submit('roles', { action: 'mappings', mappings })
    const path = `orgs/${PERSONA_ORGS.acme.orgId}`
    expect(await open(path)).toContain('<option value="Pro">Pro</option>')
    await submit(path, { action: 'settings', name: 'Acme', custom_role_mapping_name: 'Pro' })
    const { claims } = await emulator.mintToken({ user: 'owner', org: 'acme' })
    expect(claims.org_member_info).toMatchObject({ user_permissions: ['all'] })
    expect((await submit('roles', { action: 'mappings', mappings: '{"Pro": {"Chief": {}}}' })).status).toBe(400)
  })

  test('the roles are an HTTP call, too, and are exported', async () => {
    const change = { structure: 'multi_role', definitions: { Owner: {}, Admin: {}, Member: { permissions: ['x'] } } }
    const { status, body } = await control('POST', 'roles', change)
    expect([status, body.structure]).toEqual([200, 'multi_role'])
    expect(body.definitions.Member.permissions).toEqual(['x'])
    const copy = testEmulator({ seed: emulator.exportSeed() })
    expect((await read(await copy.fetch(`${copy.authUrl}/_emulator/roles`))).body).toEqual(body)
    await copy.close()
    for (const wrong of [{ structure: 1 }, { structure: 'x' }, { definitions: {} }, { definitions: { A: 1 } }])
      expect((await control('POST', 'roles', wrong)).status, JSON.stringify(wrong)).toBe(400)
  })
})

describe('the page about settings', () => {
  test('shows every setting with its name in the seed', async () => {
    const body = await open('settings')
    for (const name of Object.keys(emulator.settings())) expect(body).toContain(`name="${name}"`)
  })

  test('saves a group, and leaves the others alone', async () => {
    const before = emulator.settings()
    const form = {
      action: 'save',
      group: 'sessions',
      access_token_minutes: '5',
      session_days: '14',
      user_autologout_type: 'AfterLogin',
      refresh_tokens: 'strict',
      refresh_token_grace_seconds: '60',
    }
    expect((await submit('settings', form)).status).toBe(303)
    expect(emulator.settings()).toEqual({
      ...before,
      access_token_minutes: 5,
      user_autologout_type: 'AfterLogin',
      refresh_tokens: 'strict',
    })
    expect(await open('settings')).toContain('Default: 30')
  })

  test('lists and JSON are saved, and a form without a change stores nothing', async () => {
    const fields = (name: string): string =>
      String(emulator.settings()[name as keyof ReturnType<typeof emulator.settings>])
    const form: Record<string, string> = { action: 'save', group: 'factors', step_up_error_status: '403' }
    form.step_up_user_not_found_status = '404'
    form.step_up_mismatch = fields('step_up_mismatch')
    form.sms_code_seconds = fields('sms_code_seconds')
    await submit('settings', form)
    expect(emulator.settings()).toMatchObject({ step_up_enabled: false, step_up_error_status: 403 })
    const seed = JSON.stringify(emulator.exportSeed())
    await submit('settings', form)
    expect(JSON.stringify(emulator.exportSeed())).toBe(seed)
  })

  test.each([
    [{ group: 'sessions', access_token_minutes: '0' }, 'access_token_minutes: must be a whole number above 0.'],
    [{ group: 'sessions', access_token_minutes: 'x' }, 'access_token_minutes: must be a whole number above 0.'],
    [{ group: 'sessions', access_token_minutes: '' }, 'access_token_minutes: Needs a number.'],
    [{ group: 'sessions', refresh_tokens: 'never' }, 'refresh_tokens: must be'],
    [{ group: 'mcp', mcp_scopes: '{' }, 'mcp_scopes: Must be JSON.'],
    [{ group: 'mcp', mcp_scopes: '[{"name": "a b"}]' }, 'mcp_scopes: '],
    [{ group: 'none' }, 'There is no such group'],
  ])('refuses %j with the reason', async (form, reason) => {
    const before = emulator.settings()
    const numbers = { access_token_minutes: '1', session_days: '1', refresh_token_grace_seconds: '1' }
    const mcp = { mcp_access_token_minutes: '1', mcp_code_seconds: '1', mcp_scopes: '[]' }
    const { status, body } = await submit('settings', { action: 'save', ...numbers, ...mcp, ...form })
    expect([status, body.includes(reason)]).toEqual([400, true])
    expect(emulator.settings()).toEqual(before)
  })

  test('tools get JSON and send JSON', async () => {
    expect((await control('GET', 'settings')).body.settings).toEqual(emulator.settings())
    expect((await control('POST', 'settings', { session_days: 3 })).body.settings.session_days).toBe(3)
  })
})

describe('the page about the state', () => {
  const upload = (text: string, name = 'seed.yaml') => {
    const form = new FormData()
    form.append('action', 'load')
    form.append('file', new Blob([text]), name)
    return submit('state', form)
  }

  test('exports, empties, starts from the export, and resets', async () => {
    await backend(emulator, 'POST', 'user/', { email: 'kept@x.test' })
    expect(await open('state')).toContain('6 users and 2 organizations')
    const exported = JSON.stringify((await control('GET', 'seed')).body)
    await submit('state', { action: 'empty' })
    expect(emulator.counts()).toEqual({ users: 0, orgs: 0 })
    expect((await upload(exported, 'export.json')).headers.get('Location')).toBe('/_emulator/state?done=load')
    expect(emulator.counts()).toEqual({ users: 6, orgs: 2 })
    await submit('state', { action: 'reset' })
    expect(emulator.counts()).toEqual({ users: 5, orgs: 2 })
  })

  test('a YAML file with errors is refused with line and column, and nothing changes', async () => {
    const { status, body } = await upload('users:\n  - key: a\n    mail: a@x.test\n')
    expect([status, body.includes('seed.yaml:')]).toEqual([400, true])
    expect(body).toContain('unknown name &quot;mail&quot;')
    expect(emulator.counts().users).toBe(5)
  })

  test.each([{}, { file: 'text' }])('a form without a file is refused: %j', async (form) => {
    expect((await submit('state', { action: 'load', ...form })).body).toContain('Choose a seed file.')
    expect((await upload('')).status).toBe(400)
  })

  test('an empty file name or a binary file is no 500', async () => {
    expect((await upload('\u0000\u0001', 'x')).status).toBe(400)
  })
})

describe('the snapshots on the page about the state', () => {
  const save = (name: string, more = {}) => submit('state', { action: 'save', name, ...more })
  afterEach(() => {
    for (const { name } of emulator.snapshots.list()) emulator.snapshots.remove(name)
  })

  test('are saved, restored and removed', async () => {
    expect(await open('state')).toContain('No snapshots yet.')
    expect((await save(' one ')).headers.get('Location')).toBe('/_emulator/state?done=save')
    await submit('state', { action: 'empty' })
    const body = await open('state')
    expect(body).toContain('Snapshots (1)')
    expect(body).toMatch(/<th scope="row">one<\/th>[\s\S]*5 users, 2 organizations/)
    expect(body).toContain('aria-label="Restore: snapshot one"')
    await submit('state', { action: 'restore', name: 'one' })
    expect(emulator.counts().users).toBe(5)
    await submit('state', { action: 'remove', name: 'one' })
    expect(await open('state')).toContain('Snapshots (0)')
  })

  test('a taken name is refused with what was entered, unless the box is ticked', async () => {
    await save('one')
    const { status, body } = await save('one')
    expect([status, body.includes('There is a snapshot &quot;one&quot;')]).toEqual([400, true])
    expect(body).toContain('id="snapshot-name" name="name" type="text" autocomplete="off" value="one"')
    expect((await save('one', { replace: 'on' })).status).toBe(303)
  })

  test.each([
    [{ action: 'save', name: 'a b' }, 'name: The name of a snapshot is 1 to 64 letters'],
    [{ action: 'restore', name: 'old' }, 'There is no snapshot &quot;old&quot;. Snapshots: none'],
    [{ action: 'remove', name: '' }, 'name: The name of a snapshot is'],
  ])('%j is refused with the reason', async (form, reason) => {
    const { status, body } = await submit('state', form)
    expect([status, body.includes(reason)]).toEqual([400, true])
  })
})

describe('the page about the environment', () => {
  test('has the variables of every framework, with the keys', async () => {
    const body = await open('environment')
    const { authUrl, apiKey, introspection } = emulator
    for (const line of [
      `PROPELAUTH_API_KEY=${apiKey}`,
      `NEXT_PUBLIC_AUTH_URL=${authUrl}`,
      `VITE_AUTH_URL=${authUrl}`,
      `REACT_APP_AUTH_URL=${authUrl}`,
      `PROPELAUTH_MCP_CLIENT_SECRET=${introspection.clientSecret}`,
      'PROPELAUTH_REDIRECT_URI=http://localhost:3000/api/auth/callback',
    ])
      expect(body).toContain(line)
    expect(body).not.toContain('PROPELAUTH_WEBHOOK_SECRET')
  })

  test('has the secret of the first endpoint', async () => {
    const { secret } = emulator.webhooks.addEndpoint({ url: 'http://localhost:3000/hooks' })
    expect(await open('environment')).toContain(`PROPELAUTH_WEBHOOK_SECRET=${secret}`)
  })

  test('other pages do not have the API key', async () => {
    for (const path of ['', 'users', `users/${PERSONAS.owner.userId}`, 'orgs', 'roles', 'tokens', 'requests', 'state'])
      expect(await open(path), path).not.toContain(emulator.apiKey)
  })

  test('where other machines can connect, commands of the control API name the key', async () => {
    await using server = await startServer({ port: 0, protectControl: true })
    const { authUrl, apiKey } = server.emulator
    const headers = { ...HTML, Authorization: `Bearer ${apiKey}` }
    const body = await (await fetch(`${authUrl}/_emulator/state`, { headers })).text()
    expect(body).toContain('-H &quot;Authorization: Bearer $PROPELAUTH_API_KEY&quot;')
    expect(await open('state')).not.toContain('$PROPELAUTH_API_KEY')
  })
})

test('the navigation marks the page, also below a list', async () => {
  const current = async (path: string) => /<a href="([^"]+)" aria-current="page">/.exec(await open(path))?.[1]
  for (const path of ['users', 'orgs', 'roles', 'tokens', 'mail', 'requests', 'webhooks', 'mcp', 'faults'])
    expect(await current(path)).toBe(`/_emulator/${path}`)
  expect(await current('sms')).toBe('/_emulator/mail')
  expect(await current(`users/${PERSONAS.owner.userId}`)).toBe('/_emulator/users')
})
