// A change and its event are stored together, or neither is. A trigger makes the database refuse every event.
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { temporaryFolder } from 'test-kit/temporary-folder'
import { afterAll, expect, test, vi } from 'vitest'
import { backend, browser, callControl } from '../../../test/fixture.js'
import { signedIn } from '../../../test/mcp-client.js'
import { createEmulator, PERSONA_ORGS, PERSONAS } from '../../index.js'

const data = temporaryFolder()
const emulator = createEmulator({
  data,
  webhooks: [{ url: 'http://localhost:3000/webhooks' }],
  webhookFetch: () => new Response(null, { status: 204 }),
})
const sqlite = new DatabaseSync(join(data, 'emulator.sqlite'))
afterAll(async () => {
  sqlite.close()
  await emulator.close()
})

const { owner, member } = PERSONAS
const user_id = member.userId
const org_id = PERSONA_ORGS.acme.orgId
const visitor = await signedIn(emulator, member)
const { api_key_id } = (await backend(emulator, 'POST', 'end_user_api_keys', { user_id })).body
const { url } = (await backend(emulator, 'POST', 'magic_link', { email: 'link@x.test' })).body
emulator.changeSettings({ webhook_mails: ['confirmation_email', 'org_invite', 'reset_password'] })

const control = (method: string, path: string, body?: object) => () => callControl(emulator, method, path, body)
const group = { org: 'acme', name: 'Ops', members: ['member'] }
const { id } = (await control('POST', 'scim_groups', group)()).body
await control('POST', 'sso', { org: 'acme', type: 'fake_saml' })()

const TABLES = [
  ...['users', 'orgs', 'memberships', 'sessions', 'invites', 'api_keys', 'mails', 'webhook_messages'],
  ...['sso_connections', 'scim_groups', 'scim_group_members'],
]
const contents = () => TABLES.map((table) => sqlite.prepare(`SELECT * FROM ${table}`).all())

const call = (method: string, path: string, body?: object) => () => backend(emulator, method, path, body)

test.each([
  ['create a user', call('POST', 'user/', { email: 'new@x.test' })],
  ['update a user', call('PUT', `user/${user_id}`, { first_name: 'New' })],
  [
    'change an address',
    call('PUT', `user/${user_id}/email`, { new_email: 'b@x.test', require_email_confirmation: false }),
  ],
  ['confirm an address', () => browser(emulator).get(url)],
  ['disable a user', call('POST', `user/${user_id}/disable`)],
  ['delete a user', call('DELETE', `user/${user_id}`)],
  ['create an organization', call('POST', 'org/', { name: 'New' })],
  ['update an organization', call('PUT', `org/${org_id}`, { name: 'New' })],
  ['delete an organization', call('DELETE', `org/${org_id}`)],
  ['add a member', call('POST', 'org/add_user', { user_id: PERSONAS.noOrg.userId, org_id, role: 'Member' })],
  ['change a role', call('POST', 'org/change_role', { user_id, org_id, role: 'Admin' })],
  ['remove a member', call('POST', 'org/remove_user', { user_id, org_id })],
  ['invite', call('POST', 'invite_user', { email: 'guest@x.test', org_id, role: 'Member' })],
  [
    'ask for a confirmation',
    call('PUT', `user/${user_id}/email`, { new_email: 'c@x.test', require_email_confirmation: true }),
  ],
  ['ask for a new password', () => browser(emulator).submit('/forgot_password', { email: member.email })],
  ['set up a connection', control('POST', 'sso', { org: 'globex', type: 'fake_saml' })],
  ['take a connection live', call('POST', `saml_idp_metadata/go_live/${org_id}`)],
  ['remove a connection', call('DELETE', `saml_idp_metadata/${org_id}`)],
  ['add a group', control('POST', 'scim_groups', { ...group, id: crypto.randomUUID() })],
  ['change a group', control('POST', 'scim_groups', { ...group, id, name: 'On call' })],
  ['change the members of a group', control('POST', 'scim_groups', { ...group, id, members: ['owner'] })],
  ['remove a group', control('DELETE', `scim_groups?id=${id}`)],
  ['delete an API key', call('DELETE', `end_user_api_keys/${api_key_id}`)],
  ['log in', () => browser(emulator).submit('/login', { email: owner.email, password: owner.password })],
  ['log out', () => visitor.submit('/logout', {})],
  ['log out everywhere', call('POST', `user/${user_id}/logout_all_sessions`)],
])('%s', async (_, change) => {
  await emulator.webhooks.deliverDue()
  const before = contents()
  const reported = vi.spyOn(console, 'error').mockImplementation(() => {})
  sqlite.exec("CREATE TRIGGER refuse BEFORE INSERT ON webhook_messages BEGIN SELECT RAISE(ABORT, 'refused'); END")
  try {
    expect((await change()).status).toBe(500)
    expect(contents()).toEqual(before)
  } finally {
    sqlite.exec('DROP TRIGGER refuse')
    reported.mockRestore()
  }
})
