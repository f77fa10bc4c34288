import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { backend, browser, testEmulator } from '../../../../test/fixture.js'
import { chooseAtProvider } from '../../../../test/sso-login.js'
import { toolVisitor } from '../../../../test/tool-visitor.js'
import { PERSONA_ORGS, PERSONAS } from '../../../index.js'

const emulator = testEmulator()
afterAll(() => emulator.close())
beforeEach(() => emulator.reset())

const { acme, globex } = PERSONA_ORGS
const { owner, member, noOrg } = PERSONAS
const visitor = toolVisitor(emulator)
const open = (path: string) => visitor.open(`orgs${path}`)
const submit = (form: Record<string, string>, org: string = acme.orgId) => visitor.submit(`orgs/${org}`, form)
const stored = async (orgId: string) => (await backend(emulator, 'GET', `org/${orgId}`)).body
const memberOf = async (userId: string, orgId: string) =>
  (await backend(emulator, 'GET', `user/${userId}?include_orgs=true`)).body.org_id_to_org_info[orgId]

describe('the list of organizations', () => {
  test('shows members and links every organization to its page', async () => {
    const body = await open('')
    expect(body).toContain('All organizations (2)')
    expect(body).toContain(`<a href="/_emulator/orgs/${acme.orgId}">Acme</a>`)
    expect(body).toContain('<td data-label="Members">4</td>')
  })

  test.each([
    ['ACM', ['Acme']],
    [globex.orgId, ['Globex']],
    ['globex', ['Globex']],
    ['.example', ['Globex']],
    ['%', []],
    ['"', []],
  ])('?q=%s finds by name, id, key and domain', async (q, names) => {
    await backend(emulator, 'PUT', `org/${globex.orgId}`, { domain: 'globex.example' })
    const body = await open(`?q=${encodeURIComponent(q)}`)
    expect(Array.from(body.matchAll(/<th scope="row"><a [^>]*>([^<]+)</g), ([, name]) => name)).toEqual(names)
  })

  test('has pages of 50', async () => {
    for (let index = 0; index < 55; index++) await backend(emulator, 'POST', 'org/', { name: `Page ${index}` })
    expect(await open('?q=page&order=NAME')).toContain('Page 1 of 2')
    expect((await open('?q=page&page=2')).match(/<th scope="row">/g)).toHaveLength(5)
  })

  test('creates an organization, and says why not', async () => {
    const { headers } = await visitor.submit('orgs', { action: 'create', name: 'New', domain: 'new.test' })
    const location = headers.get('Location') ?? ''
    expect(location).toMatch(/^\/_emulator\/orgs\/[0-9a-f-]{36}\?done=create$/)
    expect(await visitor.open(location.replace('/_emulator/', ''))).toContain('The organization was created.')
    const refused = await visitor.submit('orgs', { action: 'create', name: ' ', domain: 'no domain' })
    expect(refused.status).toBe(400)
    expect(refused.body).toContain('name: Must be between 1 and 255 characters long.\ndomain: Must be a domain name.')
    expect(emulator.counts().orgs).toBe(3)
  })

  test('without organizations it says so, and refuses a new one', async () => {
    emulator.changeSettings({ has_orgs: false })
    expect(await open('')).toContain('Organizations are switched off')
    const refused = await visitor.submit('orgs', { action: 'create', name: 'New' })
    expect([refused.status, (await submit({ action: 'delete' })).status]).toEqual([400, 400])
    expect(emulator.counts().orgs).toBe(2)
  })
})

describe('the page of an organization', () => {
  test('shows members, invitations and the calls that do the same', async () => {
    const body = await open(`/${acme.orgId}`)
    for (const shown of ['Members (4)', 'Pending invitations (0)', owner.email, `/_emulator/users/${owner.userId}`])
      expect(body).toContain(shown)
    expect(body).toContain('/api/backend/v1/org/change_role')
    expect(body).not.toContain(emulator.apiKey)
  })

  test.each(['x', noOrg.userId, '%00'])('%s is 404', async (id) => {
    expect((await visitor.get(`orgs/${id}`)).status).toBe(404)
    expect((await submit({ action: 'delete' }, id)).status).toBe(404)
  })

  test('adds, changes and removes a member', async () => {
    await submit({ action: 'add_member', user: 'noOrg', role: 'Member' })
    expect((await memberOf(noOrg.userId, acme.orgId)).user_role).toBe('Member')
    await submit({ action: 'change_role', user: noOrg.userId, role: 'Owner' })
    expect((await memberOf(noOrg.userId, acme.orgId)).user_role).toBe('Owner')
    await submit({ action: 'remove_member', user: noOrg.userId })
    expect(await memberOf(noOrg.userId, acme.orgId)).toBeUndefined()
  })

  test.each([
    [{ action: 'add_member', user: 'nowhere@x.test', role: 'Member' }, 'No user has the id, email address or key'],
    [{ action: 'add_member', user: '', role: 'Member' }, 'user must be a non-empty string'],
    [{ action: 'add_member', user: 'owner', role: 'Member' }, 'already a member'],
    [{ action: 'add_member', user: 'noOrg', role: 'Chief' }, 'There is no role'],
    [{ action: 'change_role', user: member.userId, role: '' }, 'There is no role'],
    [{ action: 'change_role', user: 'x', role: 'Owner' }, 'User not found'],
    [{ action: 'remove_member', user: noOrg.userId }, 'not a member'],
    [{ action: 'invite', email: 'x', role: 'Member' }, 'Must be a valid email address.'],
    [{ action: 'revoke', email: 'x@x.test' }, 'There is no such invitation'],
    [{ action: 'toString' }, 'no such form'],
  ])('refuses %j with the reason', async (form, reason) => {
    const { status, body } = await submit(form)
    expect([status, body.includes(reason)]).toEqual([400, true])
  })

  test('shows the members with a role', async () => {
    const body = await open(`/${acme.orgId}?role=Owner`)
    expect([body.includes('Members (1)'), body.includes(owner.email)]).toEqual([true, true])
    expect(body).toContain('<option value="Owner" selected>Owner</option>')
  })

  test('with several roles, further ones can be given', async () => {
    const roles = { structure: 'multi_role', definitions: { Owner: {}, Editor: {}, Member: {} } } as const
    const users = [{ key: 'ada', email: 'ada@x.test' }]
    const orgs = [{ key: 'acme', name: 'Acme', id: acme.orgId }]
    await using several = testEmulator({ seed: { roles, users, orgs } })
    const guest = toolVisitor(several)
    const form = { action: 'add_member', user: 'ada', role: 'Owner', additional_roles: 'Editor, Member' }
    expect((await guest.submit(`orgs/${acme.orgId}`, form)).status).toBe(303)
    expect(await guest.open(`orgs/${acme.orgId}`)).toContain('Owner, Editor, Member')
  })

  test('invites and revokes', async () => {
    await submit({ action: 'invite', email: 'guest@x.test', role: 'Admin' })
    expect(emulator.mail('guest@x.test')).toMatchObject([{ kind: 'invite' }])
    const body = await open(`/${acme.orgId}`)
    expect(body).toContain('Pending invitations (1)')
    expect(body).toContain('href="/_emulator/mail?to=guest%40x.test"')
    await submit({ action: 'revoke', email: 'guest@x.test' })
    expect(await open(`/${acme.orgId}`)).toContain('Pending invitations (0)')
  })

  test('saves the settings, and an unchanged form changes nothing', async () => {
    const form = {
      action: 'settings',
      name: 'Acme 2',
      domain: 'acme.test',
      extra_domains: 'a.test\r\nb.test',
      max_users: '7',
      metadata: '{"tier": "gold"}',
      domain_autojoin: 'on',
      password_rotation_period: '90',
    }
    expect((await submit(form)).status).toBe(303)
    const saved = await stored(acme.orgId)
    expect(saved).toMatchObject({
      name: 'Acme 2',
      domain: 'acme.test',
      extra_domains: ['a.test', 'b.test'],
      max_users: 7,
      metadata: { tier: 'gold' },
      domain_autojoin: true,
      domain_restrict: false,
      password_rotation_period: 90,
    })
    await submit(form)
    expect(await stored(acme.orgId)).toEqual(saved)
    await submit({ ...form, max_users: '' })
    expect(await stored(acme.orgId)).not.toHaveProperty('max_users')
  })

  test.each([
    [{ name: '' }, 'name: Must be between 1 and 255'],
    [{ max_users: '-1' }, 'max_users: Must be a whole number from 0 on.'],
    [{ max_users: 'many' }, 'max_users: Must be a whole number from 0 on.'],
    [{ metadata: 'null' }, 'metadata: Must be a JSON object.'],
    [{ domain: 'x y' }, 'domain: Must be a domain name.'],
    [{ domain: '' }, 'domain: Can be replaced, but not removed.'],
    [{ custom_role_mapping_name: 'None' }, 'custom_role_mapping_name: No such role mapping.'],
  ])('refuses the settings %j', async (form, reason) => {
    await backend(emulator, 'PUT', `org/${acme.orgId}`, { domain: 'acme.test' })
    const { status, body } = await submit({ action: 'settings', name: 'Acme', domain: 'acme.test', ...form })
    expect([status, body.includes(reason)]).toEqual([400, true])
    expect((await stored(acme.orgId)).domain).toBe('acme.test')
  })

  test('is deleted behind a second click', async () => {
    expect(await open(`/${acme.orgId}`)).toContain('<summary>Delete Acme</summary>')
    const { headers } = await submit({ action: 'delete' })
    expect(headers.get('Location')).toBe('/_emulator/orgs?done=delete')
    expect(emulator.counts().orgs).toBe(1)
  })

  test('has pages of members', async () => {
    for (let index = 0; index < 55; index++) {
      const { body } = await backend(emulator, 'POST', 'user/', { email: `member${index}@x.test` })
      await submit({ action: 'add_member', user: body.user_id, role: 'Member' }, globex.orgId)
    }
    expect(await open(`/${globex.orgId}`)).toContain('Members (56)')
    const second = await open(`/${globex.orgId}?page=2`)
    expect(second.match(/aria-label="Change: role of/g)).toHaveLength(6)
    expect(second).toContain(`action="/_emulator/orgs/${globex.orgId}?page=2"`)
  })
})

describe('single sign-on on the page of an organization', () => {
  const backendState = async (orgId: string) => {
    const { is_saml_configured, is_saml_in_test_mode } = await stored(orgId)
    return [is_saml_configured, is_saml_in_test_mode]
  }

  test.each([
    ['connect_saml', 'SAML'],
    ['connect_oidc', 'OpenID Connect'],
  ])('%s connects the provider of the emulator in test mode, which then goes live', async (action, protocol) => {
    expect(await open(`/${acme.orgId}`)).toContain('The organization is not connected to an identity provider.')
    await submit({ action })
    expect(await backendState(acme.orgId)).toEqual([true, true])
    const inTest = await open(`/${acme.orgId}`)
    for (const shown of [`<td>${protocol}</td>`, 'test mode', 'value="go_live"']) expect(inTest).toContain(shown)
    await submit({ action: 'go_live' })
    expect(await backendState(acme.orgId)).toEqual([true, false])
    expect(await open(`/${acme.orgId}`)).toContain(`href="/saml/${acme.orgId}/login"`)
    await submit({ action: 'disconnect' })
    expect(await backendState(acme.orgId)).toEqual([false, false])
  })

  test('a test login of a connection in test mode shows what the provider has sent, and starts no session', async () => {
    await submit({ action: 'connect_oidc' })
    const { headers } = await submit({ action: 'test_login' })
    const guest = browser(emulator)
    const callback = await chooseAtProvider(guest, headers.get('Location') ?? '', { email: 'ada@acme.test' })
    const { body } = await guest.get(callback)
    expect([body.includes('The connection works'), body.includes('ada@acme.test')]).toEqual([true, true])
    expect([...guest.cookies.keys()]).not.toContain('refresh_token')
  })

  test('the set-up page opens', async () => {
    const { headers } = await submit({ action: 'set_up' })
    const { status, body } = await browser(emulator).get(headers.get('Location') ?? '')
    expect([status, body.includes('Single sign-on of Acme')]).toEqual([200, true])
  })

  test('another provider is named, and the content policy lets the test go there', async () => {
    const oidc = { org_id: acme.orgId, client_id: 'c', client_secret: 's', uses_pkce: true, idp_type: 'Okta' }
    await backend(emulator, 'POST', 'oidc_idp_metadata', { ...oidc, okta_sso_domain: 'acme.okta.com' })
    const { body, headers } = await visitor.get(`orgs/${acme.orgId}`)
    expect(body).toContain('<td>Okta</td>')
    expect(headers.get('Content-Security-Policy')).toContain("form-action 'self' https://acme.okta.com")
  })

  test.each(['go_live', 'disconnect'])('%s without a connection is refused', async (action) => {
    const { status, body } = await submit({ action })
    expect([status, body.includes('has no connection')]).toEqual([400, true])
  })
})

describe('SCIM groups on the page of an organization', () => {
  test('are added with members, listed and removed', async () => {
    await submit({ action: 'save_group', name: 'Admins', external_id: 'e-1', members: `owner\r\n${member.email}` })
    const body = await open(`/${acme.orgId}`)
    expect(body).toContain('SCIM groups (1)')
    expect(body).toContain('<td data-label="Members">2</td>')
    const { groups } = (await backend(emulator, 'GET', `scim/${acme.orgId}/groups`)).body
    expect(groups).toMatchObject([{ display_name: 'Admins', external_id_from_idp: 'e-1' }])
    await submit({ action: 'remove_group', group: groups[0].group_id })
    expect(await open(`/${acme.orgId}`)).toContain('SCIM groups (0)')
  })

  test.each([
    [{ action: 'save_group', name: ' ', members: '' }, 'name: This field is required.'],
    [{ action: 'save_group', name: 'A', members: 'nowhere' }, 'No user has the id, email address or key'],
    [{ action: 'remove_group', group: 'x' }, 'Group not found'],
  ])('%j is refused', async (form, reason) => {
    const { status, body } = await submit(form)
    expect([status, body.includes(reason)]).toEqual([400, true])
  })
})
