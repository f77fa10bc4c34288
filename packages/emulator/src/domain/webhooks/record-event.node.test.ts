import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { appServer } from '../../../test/app-server.js'
import { backend, browser, callControl } from '../../../test/fixture.js'
import { emulatorWithInbox } from '../../../test/inbox.js'
import { signedIn } from '../../../test/mcp-client.js'
import { DEFAULT_SEED, PERSONA_ORGS, PERSONAS } from '../../index.js'

const inbox = emulatorWithInbox()
const { emulator, events } = inbox
afterAll(() => emulator.close())
beforeEach(async () => {
  await events()
  emulator.reset()
})

const { owner, member, noOrg, multiOrg } = PERSONAS
const { acme, globex } = PERSONA_ORGS
const call = (method: string, path: string, body?: object) => backend(emulator, method, path, body)
const user_id = member.userId
const org_id = acme.orgId
const ids = { user_id, org_id }

describe('users', () => {
  test('created by the backend API', async () => {
    const profile = { first_name: 'Ada', username: 'ada', picture_url: 'https://x.test/ada.png' }
    const { body } = await call('POST', 'user/', { email: 'ada@x.test', email_confirmed: true, ...profile })
    const fields = { email: 'ada@x.test', email_confirmed: true, ...profile }
    expect(await events()).toEqual([{ event_type: 'user.created', user_id: body.user_id, ...fields }])
  })

  test('created by a sign-up: the user also logs in', async () => {
    await browser(emulator).submit('/signup', { email: 'new@x.test', password: 'long enough' })
    expect(await events()).toMatchObject([
      { event_type: 'user.created', email: 'new@x.test' },
      { event_type: 'user.login' },
    ])
  })

  test('created by a magic link, which confirms the address when it is opened', async () => {
    const { body } = await call('POST', 'magic_link', { email: 'new@x.test' })
    expect(await events()).toMatchObject([{ event_type: 'user.created', email_confirmed: false }])
    await browser(emulator).get(body.url)
    expect(await events()).toMatchObject([{ event_type: 'user.login' }, { event_type: 'user.updated' }])
  })

  test('created by a migration', async () => {
    await call('POST', 'migrate_user/', { email: 'old@x.test', email_confirmed: true })
    expect(await events()).toMatchObject([{ event_type: 'user.created', email: 'old@x.test' }])
  })

  test.each([
    ['user.updated', 'PUT', `user/${user_id}`, { first_name: 'New' }],
    ['user.updated', 'PUT', `user/${user_id}/email`, { new_email: 'b@x.test', require_email_confirmation: false }],
    ['user.deleted', 'DELETE', `user/${user_id}`, undefined],
    ['user.disabled', 'POST', `user/${user_id}/disable`, undefined],
  ])('%s after %s %s', async (event_type, method, path, body) => {
    expect((await call(method, path, body)).status).toBe(200)
    expect(await events()).toEqual([{ event_type, user_id }])
  })

  test('a new address counts when it is confirmed', async () => {
    await call('PUT', `user/${user_id}/email`, { new_email: 'b@x.test', require_email_confirmation: true })
    expect(await events()).toEqual([])
    await browser(emulator).get(emulator.mail('b@x.test')[0]?.link ?? '')
    expect(await events()).toMatchObject([{ event_type: 'user.login' }, { event_type: 'user.updated' }])
  })

  test('enabled and disabled only if that changes them', async () => {
    await call('POST', `user/${user_id}/enable`)
    expect(await events()).toEqual([])
    for (const verb of ['disable', 'disable', 'enable', 'enable']) await call('POST', `user/${user_id}/${verb}`)
    expect(await events()).toEqual([
      { event_type: 'user.disabled', user_id },
      { event_type: 'user.enabled', user_id },
    ])
  })

  test('a password, a second factor and a failed call are no events', async () => {
    await call('PUT', `user/${user_id}/password`, { password: 'long enough' })
    await call('PUT', `user/${user_id}/clear_password`)
    await call('POST', `user/${user_id}/disable_2fa`)
    await call('POST', 'user/', { email: owner.email })
    await call('PUT', `user/${user_id}`, { username: '' })
    await call('DELETE', `user/${crypto.randomUUID()}`)
    await call('DELETE', `org/${crypto.randomUUID()}`)
    expect(await events()).toEqual([])
  })
})

describe('organizations and memberships', () => {
  test('created, updated and deleted', async () => {
    const { body } = await call('POST', 'org/', { name: ' New ' })
    expect(await events()).toEqual([{ event_type: 'org.created', org_id: body.org_id, name: 'New' }])
    await call('PUT', `org/${body.org_id}`, { name: 'Renamed' })
    expect(await events()).toEqual([{ event_type: 'org.updated', org_id: body.org_id }])
    await call('DELETE', `org/${body.org_id}`)
    expect(await events()).toEqual([{ event_type: 'org.deleted', org_id: body.org_id }])
  })

  test.each([
    ['user.added_to_org', 'add_user', { user_id, org_id: globex.orgId, role: 'Member' }, {}],
    ['user.role_changed_within_org', 'change_role', { ...ids, role: 'Admin' }, { new_role: 'Admin', role: undefined }],
    ['user.removed_from_org', 'remove_user', ids, { removed_user_id: user_id, user_id: undefined }],
  ])('%s', async (event_type, path, body, changed) => {
    expect((await call('POST', `org/${path}`, body)).status).toBe(200)
    expect(await events()).toEqual([JSON.parse(JSON.stringify({ event_type, ...body, ...changed }))])
  })

  test('an invitation, with a user id if there is such a user, and its acceptance', async () => {
    const invite = { org_id: globex.orgId, role: 'Member' }
    await call('POST', 'invite_user', { ...invite, email: 'guest@x.test' })
    await call('POST', 'invite_user', { ...invite, email: noOrg.email })
    const invited = { event_type: 'user.invited_to_org', ...invite }
    expect((await events()).toSorted()).toEqual([
      { ...invited, email: 'guest@x.test' },
      { ...invited, email: noOrg.email, user_id: noOrg.userId },
    ])
    await signedIn(emulator, noOrg)
    expect(await events()).toEqual([
      { event_type: 'user.added_to_org', ...invite, user_id: noOrg.userId },
      { event_type: 'user.login', user_id: noOrg.userId },
    ])
  })
})

describe('single sign-on', () => {
  const control = (method: string, path: string, body?: object) => callControl(emulator, method, path, body)
  const types = async () => ((await events()) as { event_type: string }[]).map(({ event_type }) => event_type)

  test.each(['fake_saml', 'fake_oidc'])('a connection (%s) is set up, goes live and is removed', async (type) => {
    await control('POST', 'sso', { org: 'acme', type })
    expect(await events()).toEqual([{ event_type: 'org.saml_setup', org_id }])
    for (let i = 0; i < 2; i++) await call('POST', `saml_idp_metadata/go_live/${org_id}`)
    expect(await events()).toEqual([{ event_type: 'org.saml_went_live', org_id }])
    // Replaced by one of the same kind, it stays live.
    await control('POST', 'sso', { org: 'acme', type })
    expect(await types()).toEqual([])
    for (let i = 0; i < 2; i++) await call('DELETE', `saml_idp_metadata/${org_id}`)
    expect(await events()).toEqual([{ event_type: 'org.saml_removed', org_id }])
  })

  test('a live connection that is replaced by one of another kind is set up again', async () => {
    await control('POST', 'sso', { org: 'acme', type: 'fake_saml', live: true })
    expect(await types()).toEqual(['org.saml_setup', 'org.saml_went_live'])
    await control('POST', 'sso', { org: 'acme', type: 'fake_oidc' })
    expect(await types()).toEqual(['org.saml_setup'])
  })

  test('strict projects have the events of SAML alone', async () => {
    emulator.changeSettings({ webhook_strict: true })
    await control('POST', 'sso', { org: 'acme', type: 'fake_oidc', live: true })
    await control('DELETE', 'sso?org=acme')
    expect(await types()).toEqual([])
    await control('POST', 'sso', { org: 'acme', type: 'fake_saml', live: true })
    await control('DELETE', 'sso?org=acme')
    expect(await types()).toEqual(['org.saml_removed', 'org.saml_setup', 'org.saml_went_live'])
  })

  test('a group of a directory, and its members', async () => {
    const { id } = (await control('POST', 'scim_groups', { org: 'acme', name: 'Ops', members: ['member'] })).body
    const group = { org_id, scim_group_id: id }
    expect(await events()).toEqual([
      { event_type: 'org.scim_group_created', ...group, display_name: 'Ops' },
      { event_type: 'user.added_to_scim_group', ...group, user_id },
    ])
    await control('POST', 'scim_groups', { id, org: 'acme', name: 'Ops', members: ['member'] })
    expect(await events()).toEqual([])
    await control('POST', 'scim_groups', { id, org: 'acme', name: 'On call', members: ['owner'] })
    expect(await events()).toEqual([
      { event_type: 'org.scim_group_updated', ...group, display_name: 'On call' },
      { event_type: 'user.added_to_scim_group', ...group, user_id: owner.userId },
      { event_type: 'user.removed_from_scim_group', ...group, user_id },
    ])
    for (let i = 0; i < 2; i++) await control('DELETE', `scim_groups?id=${id}`)
    expect(await events()).toEqual([{ event_type: 'org.scim_group_deleted', ...group }])
  })

  test('a group with an unknown member is no event', async () => {
    await control('POST', 'scim_groups', { org: 'acme', name: 'Ops', members: ['member', 'unknown'] })
    expect(await events()).toEqual([])
  })
})

describe('API keys', () => {
  test.each([
    ['user.deleted_personal_api_key', { user_id }],
    ['org.api_key_deleted', { org_id }],
    ['org.api_key_deleted', { user_id, org_id }],
  ])('%s for a key of %j', async (event_type, owners) => {
    const { body } = await call('POST', 'end_user_api_keys', owners)
    expect(await events()).toEqual([])
    await call('DELETE', `end_user_api_keys/${body.api_key_id}`)
    const owner = event_type.startsWith('org') ? { org_id } : { user_id }
    expect(await events()).toEqual([{ event_type, ...owner, api_key_id: body.api_key_id }])
  })
})

describe('sessions', () => {
  const login = { event_type: 'user.login', user_id: owner.userId }
  const logout = { event_type: 'user.logged_out', user_id: owner.userId }

  test('a login, refreshes, and one logout for all apps of the session', async () => {
    const visitor = await signedIn(emulator)
    const app = appServer(emulator)
    const token = await app.start(visitor)
    await app.refresh(token)
    expect(await events()).toEqual([login])
    await app.logOut(token)
    await app.logOut(token)
    await visitor.submit('/logout', {})
    expect(await events()).toEqual([logout])
  })

  test('a logout of all sessions is one event, or none without a session', async () => {
    const path = `user/${owner.userId}/logout_all_sessions`
    await call('POST', path)
    expect(await events()).toEqual([])
    await signedIn(emulator)
    await signedIn(emulator)
    expect(await events()).toEqual([login, login])
    await call('POST', path)
    expect(await events()).toEqual([logout])
  })

  test('a login as another user in the same browser logs the first one out', async () => {
    const visitor = await signedIn(emulator)
    await visitor.submit('/login?prompt=login', { email: owner.email, password: owner.password })
    expect(await events()).toEqual([login, login])
    await visitor.submit('/_emulator/login_as', { user_id: multiOrg.userId })
    expect(await events()).toEqual([logout, { ...login, user_id: multiOrg.userId }])
  })

  test('a token with an employee who acts as the user is an impersonation', async () => {
    const employee = { email: 'employee@x.test', id: '' }
    employee.id = (await callControl(emulator, 'POST', 'employees', { email: employee.email })).body.id
    await expect(emulator.mintToken({ user: 'noOrg', org: 'acme', impersonator: employee.email })).rejects.toThrow()
    expect(await events()).toEqual([])
    await emulator.mintToken({ user: 'owner', impersonator: employee.email })
    const event = { event_type: 'user.impersonated', user_id: owner.userId, impersonator_user_id: employee.id }
    expect(await events()).toEqual([event])
  })

  test('minted tokens are no login', async () => {
    await emulator.mintToken({ user: 'owner' })
    emulator.mintMcpToken({ user: 'owner', resource: 'https://mcp.test/' })
    expect(await events()).toEqual([])
  })
})

describe('settings', () => {
  const change = () => call('POST', 'org/change_role', { ...ids, role: 'Admin' })

  test('strict leaves out every uncertain field, whatever the list says', async () => {
    emulator.changeSettings({ webhook_strict: true, webhook_headers: 'svix-and-webhook' })
    await change()
    const { body } = await call('POST', 'end_user_api_keys', { user_id })
    await call('DELETE', `end_user_api_keys/${body.api_key_id}`)
    await call('POST', 'org/remove_user', ids)
    await call('POST', 'org/add_user', { ...ids, role: 'Member' })
    await call('POST', 'invite_user', { org_id, role: 'Member', email: 'guest@x.test' })
    await emulator.webhooks.deliverDue()
    for (const { headers } of inbox.requests) {
      expect([...headers.keys()].join()).not.toContain('webhook-')
      expect(headers.get('user-agent')).toBe('PropelAuth-Emulator')
    }
    expect(await events()).toEqual([
      { event_type: 'user.added_to_org', ...ids },
      { event_type: 'user.deleted_personal_api_key', user_id },
      { event_type: 'user.invited_to_org', org_id },
      { event_type: 'user.removed_from_org', org_id },
      { event_type: 'user.role_changed_within_org', ...ids },
    ])
  })

  test('strict leaves them out of groups, impersonations and mails, too', async () => {
    emulator.changeSettings({ webhook_strict: true, webhook_mails: ['reset_password'] })
    const { id: impersonator } = (await callControl(emulator, 'POST', 'employees', { email: 'e@x.test' })).body
    await emulator.mintToken({ user: 'member', impersonator })
    const group = { org: 'acme', name: 'Ops', members: ['member'] }
    const { id } = (await callControl(emulator, 'POST', 'scim_groups', group)).body
    await callControl(emulator, 'POST', 'scim_groups', { id, org: 'acme', name: 'On call' })
    await callControl(emulator, 'DELETE', `scim_groups?id=${id}`)
    await browser(emulator).submit('/forgot_password', { email: member.email })
    expect(await events()).toEqual([
      { event_type: 'email.reset_password' },
      { event_type: 'org.scim_group_created', org_id },
      { event_type: 'org.scim_group_deleted', org_id },
      { event_type: 'org.scim_group_updated', org_id },
      { event_type: 'user.added_to_scim_group', ...ids },
      { event_type: 'user.impersonated', user_id },
      { event_type: 'user.removed_from_scim_group', ...ids },
    ])
  })

  test('each uncertain field can be added', async () => {
    emulator.changeSettings({
      webhook_uncertain_fields: ['user.role_changed_within_org.old_role', 'user.updated.email'],
    })
    await change()
    await call('PUT', `user/${user_id}`, { first_name: 'New' })
    expect(await events()).toEqual([
      { event_type: 'user.role_changed_within_org', ...ids, old_role: 'Member' },
      { event_type: 'user.updated', user_id, email: member.email },
    ])
  })

  test('mails that the app sends are events, and stay on the mail page', async () => {
    const invite = { org_id, role: 'Member', email: 'guest@x.test' }
    await call('POST', 'invite_user', invite)
    emulator.changeSettings({ webhook_mails: ['org_invite', 'confirmation_email', 'reset_password'] })
    await call('POST', 'invite_user', invite)
    await call('POST', 'user/', { email: 'new@x.test', send_email_to_confirm_email_address: true })
    await browser(emulator).submit('/forgot_password', { email: member.email })
    const [reset, confirmation, invitation] = emulator.mail()
    expect((await events()).slice(0, 3)).toEqual([
      { event_type: 'email.confirmation_email', email: 'new@x.test', action_url: confirmation?.link },
      { event_type: 'email.org_invite', email: invite.email, action_url: invitation?.link, org_name: 'Acme' },
      { event_type: 'email.reset_password', email: member.email, action_url: reset?.link },
    ])
  })
})

test('the seed and a reset are no events', async () => {
  emulator.reset({ empty: true })
  emulator.reset()
  const users = [{ key: 'new', email: 'new@x.test' }]
  const orgs = [
    { key: 'new', name: 'New', sso: { type: 'fake_saml' }, scim_groups: [{ name: 'Ops', members: ['new'] }] },
  ]
  for (let i = 0; i < 2; i++) {
    const { status } = await callControl(emulator, 'POST', 'seed', { seed: { users, orgs } })
    expect(status).toBe(200)
  }
  expect(await events()).toEqual([])
  const seed = { ...DEFAULT_SEED, webhooks: [{ url: 'http://localhost:3001/' }] }
  await using other = emulatorWithInbox({ seed })
  expect(await other.events()).toEqual([])
  expect(other.emulator.webhooks.endpoints()).toHaveLength(2)
})

test('the body has sorted keys', async () => {
  await call('POST', 'user/', { email: 'ada@x.test', first_name: 'Ada', email_confirmed: true })
  await emulator.webhooks.deliverDue()
  const text = (await inbox.requests.splice(0)[0]?.text()) ?? ''
  expect(text).toMatch(/^\{"email":"ada@x.test","email_confirmed":true,"event_type":"user.created","first_name":"Ada"/)
})
