import { contract } from '@propelauth-edge/management/contract'
import { afterAll, describe, expect, test } from 'vitest'
import { testEmulator } from '../../test/fixture.js'
import { PERSONA_ORGS, PERSONAS } from '../index.js'

const emulator = testEmulator()
afterAll(() => emulator.close())

const VALUES = [
  null,
  true,
  -1,
  1.5,
  1e308,
  '',
  ' ',
  'x',
  '\u0000',
  '__proto__',
  'x'.repeat(5000),
  [],
  [[]],
  [null],
  {},
  { a: { b: [] } },
]
const NAMES = [
  ...[
    'email',
    'password',
    'username',
    'first_name',
    'properties',
    'metadata',
    'enabled',
    'email_confirmed',
    'new_email',
  ],
  ...[
    'user_id',
    'org_id',
    'role',
    'additional_roles',
    'name',
    'domain',
    'extra_domains',
    'max_users',
    'page_size',
    'order_by',
  ],
  ...[
    'user_ids',
    'emails',
    'usernames',
    'api_key_token',
    'imported_api_key',
    'expires_at_seconds',
    'display_name',
    'date',
  ],
  ...[
    'existing_password_hash',
    'existing_mfa_base32_encoded_secret',
    'redirect_to_url',
    'expires_in_hours',
    'invitee_email',
  ],
  ...[
    'duration_in_minutes',
    'active_org_id',
    'refresh_token',
    'code',
    'redirect_uri',
    'user',
    'org',
    'claims',
    'loginMethod',
  ],
  ...[
    'idp_entity_id',
    'idp_sso_url',
    'idp_certificate',
    'provider',
    'client_id',
    'client_secret',
    'uses_pkce',
    'idp_type',
  ],
  ...['auth_url', 'okta_sso_domain', 'report_interval', 'cadence', 'start_date', 'end_date', 'members_page_size'],
  ...['accessToken', 'expiresIn', 'scopes', 'id', 'externalId', 'members', 'seed'],
  ...['display_name', 'expiration_option', 'api_key_id', 'invite_token', 'autojoin_by_domain', 'require_2fa_by'],
  ...['current_password', 'email_search', 'api_key_search', 'sort_by', 'page_number', 'create_if_doesnt_exist'],
  ...['action_type', 'grant', 'grant_type', 'valid_for_seconds', 'challenge_id', 'mfa_phone_id'],
]
const SEGMENTS = [
  'x',
  '..',
  '%2e%2e',
  '%00',
  '%',
  '%ff',
  '__proto__',
  "'",
  '😀',
  PERSONAS.owner.userId,
  PERSONA_ORGS.acme.orgId,
]

const FORM_FIELDS = [
  ...['q', 'state', 'order', 'page', 'orgs', 'invites', 'done', 'user', 'org', 'minutes', 'claims', 'token'],
  ...['password', 'role', 'additional_roles', 'first_name', 'username', 'properties', 'metadata', 'name', 'domain'],
  ...['max_users', 'extra_domains', 'require_2fa_by', 'impersonator', 'login_method', 'legacy_org_id'],
  ...['structure', 'permissions', 'mappings', 'group', 'path', 'fault', 'status', 'body', 'amount', 'unit', 'file'],
  ...['hold', 'probability', 'seed', 'times', 'replace'],
]

/** Every field at once with one value, then each value in turn, so that each field sees each value. */
const bodies = VALUES.map((_, shift) =>
  Object.fromEntries(NAMES.map((name, i) => [name, VALUES[(i + shift) % VALUES.length]])),
)

async function statusOf(method: string, path: string, body?: unknown): Promise<number> {
  const init = method === 'GET' ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
  const headers = { Authorization: `Bearer ${emulator.apiKey}` }
  return (await emulator.fetch(`${emulator.authUrl}${path}`, { method, headers, ...init })).status
}

const FRONTEND_POSTS = [
  ...['login', 'verify', 'verify_backup', 'login_passwordless', 'forgot_password', 'signup', 'update_metadata'],
  ...['update_email', 'update_password', 'security_status', 'mfa_enable', 'create_org', 'join_org/x'],
  ...['update_org_metadata', 'invite_user', 'revoke_user_invitation', 'change_role', 'remove_user', 'api_keys'],
]

const FRONTEND: readonly (readonly [method: string, path: string])[] = [
  ...FRONTEND_POSTS.map((path) => ['POST', `/${path}`] as const),
  ['GET', '/login_state'],
  ['GET', '/org_settings'],
  ['GET', `/org_membership/${PERSONA_ORGS.acme.orgId}/members`],
  ['GET', `/org_membership/${PERSONA_ORGS.acme.orgId}/expired_invites`],
  ['GET', '/personal_api_keys'],
  ['GET', '/org_api_keys'],
  ['PATCH', '/api_keys/x'],
  ['DELETE', '/delete_org'],
]

describe('no request causes a 5xx', () => {
  test.each(Object.entries(contract))('%s', async (_, { method, path }) => {
    for (const [index, body] of bodies.entries()) {
      const target = path.replaceAll(/\{\w+\}/g, () => SEGMENTS[index % SEGMENTS.length] ?? '')
      const query = new URLSearchParams(NAMES.map((name) => [name, String(Object.values(body)[index] ?? '')]))
      expect(await statusOf(method, `${target}?${query}`, body), `${target} ${JSON.stringify(body)}`).not.toBe(500)
    }
  })

  test.each([
    ...['token', 'token/verify', 'lock', 'reset', 'faults', 'faults/release', 'snapshots'],
    ...['employees', 'provider_tokens', 'scim_groups'],
  ])('the control API: %s', async (path) => {
    for (const body of [...bodies, ...VALUES, '{', 'null', '[]']) {
      expect(await statusOf('POST', `/_emulator/${path}`, body), JSON.stringify(body)).not.toBe(500)
      emulator.clearFaults()
    }
  })

  test.each([
    '/login',
    '/login/code',
    '/signup',
    '/magic_link',
    '/login/link',
    '/forgot_password',
    '/reset_password',
    '/invitation',
    '/_emulator',
    '/_emulator/login_as',
    '/api/v1/logout',
    '/logout',
  ])('the form %s', async (path) => {
    for (const value of VALUES) {
      const form = new FormData()
      for (const name of ['email', 'password', 'user_id', 'user', 'org', 'minutes', 'code'])
        form.append(name, String(value))
      form.append('email', new Blob(['x']))
      const query = new URLSearchParams({ rt: String(value), t: String(value) })
      const response = await emulator.fetch(`${emulator.authUrl}${path}?${query}`, { method: 'POST', body: form })
      expect(response.status, String(value)).not.toBe(500)
    }
  })

  test.each([
    ['GET', '/saml/:segment/metadata'],
    ['GET', '/saml/:segment/login'],
    ['POST', '/saml/:segment/acs'],
    ['GET', '/saml/:segment/logout'],
    ['GET', '/saml/setup'],
    ['POST', '/saml/setup/saml'],
    ['GET', '/sso/callback'],
    ['GET', '/google/login'],
    ['GET', '/google/callback'],
    ['GET', '/_emulator/idp/saml'],
    ['POST', '/_emulator/idp/saml'],
    ['POST', '/_emulator/idp/oidc'],
    ['POST', '/_emulator/idp/social/google'],
    ['POST', '/idp/oidc/token'],
    ['GET', '/idp/oidc/userinfo'],
  ])('a login at another provider: %s %s', async (method, path) => {
    emulator.changeSettings({ social_logins: ['google'] })
    const names = [
      't',
      'rt',
      'state',
      'code',
      'SAMLRequest',
      'SAMLResponse',
      'RelayState',
      'email',
      'scope',
      'client_id',
    ]
    for (const [index, value] of VALUES.entries()) {
      const target = path.replace(':segment', SEGMENTS[index % SEGMENTS.length] ?? '')
      const fields = new URLSearchParams(names.map((name) => [name, String(value)]))
      const init = method === 'GET' ? {} : { method, body: fields }
      const headers = {
        Cookie: `emu_external_login=${encodeURIComponent(String(value))}`,
        Authorization: String(index),
      }
      const response = await emulator.fetch(`${emulator.authUrl}${target}?${fields}`, { ...init, headers })
      expect(response.status, target).not.toBe(500)
    }
  })

  test.each([
    ['users', ['create']],
    [
      `users/${PERSONAS.owner.userId}`,
      ['profile', 'email', 'password', 'add_org', 'remove_org', 'confirm_email', 'log_out', 'remove_factor'],
    ],
    ['orgs', ['create']],
    [`orgs/${PERSONA_ORGS.acme.orgId}`, ['settings', 'add_member', 'change_role', 'remove_member', 'invite', 'revoke']],
    ['tokens', ['mint', 'inspect']],
    ['roles', ['structure', 'save', 'add', 'remove', 'raise', 'mappings']],
    ['settings', ['save']],
    ['faults', ['add', 'release', 'advance', 'restore']],
    ['requests', ['clear']],
    ['state', ['load', 'reset', 'save', 'restore', 'remove']],
  ])('the forms of /_emulator/%s', async (path, actions) => {
    for (const action of [...actions, 'x'])
      for (const value of VALUES) {
        const form = new FormData()
        for (const name of FORM_FIELDS) form.append(name, String(value))
        form.append('email', new Blob(['x']))
        form.append('action', action)
        const query = new URLSearchParams(FORM_FIELDS.map((name) => [name, String(value)]))
        for (const init of [{ method: 'POST', body: form }, {}]) {
          const request = { ...init, headers: { Accept: 'text/html' } }
          const response = await emulator.fetch(`${emulator.authUrl}/_emulator/${path}?${query}`, request)
          expect(response.status, `${action} ${value}`).not.toBe(500)
          emulator.clearFaults()
        }
      }
  })

  const signedIn = async () => {
    const { cookie } = emulator.startSession('owner')
    return `${cookie.name}=${cookie.value}`
  }

  test.each([
    '/create_org',
    '/account/profile',
    '/account/email',
    '/account/join',
    '/account/password',
    '/account/mfa/enable',
    '/account/api_keys',
    '/account/api_keys/delete',
    '/org/invite',
    '/org/invites/revoke',
    '/org/members/role',
    '/org/members/remove',
    `/org/settings/${PERSONA_ORGS.acme.orgId}/name`,
    `/org/settings/${PERSONA_ORGS.acme.orgId}/access`,
    `/org/api_keys/${PERSONA_ORGS.acme.orgId}`,
  ])('the form %s of a user who is signed in', async (path) => {
    for (const value of VALUES) {
      const form = new FormData()
      for (const name of [...NAMES, 'autojoin', 'restrict']) form.append(name, String(value))
      form.append('role', String(value))
      form.append('name', new Blob(['x']))
      const query = new URLSearchParams({
        rt: String(value),
        id: PERSONA_ORGS.acme.orgId,
        page: String(value),
        done: String(value),
      })
      const options = { method: 'POST', body: form, headers: { Cookie: await signedIn() } }
      const response = await emulator.fetch(`${emulator.authUrl}${path}?${query}`, { ...options, redirect: 'manual' })
      expect(response.status, String(value)).not.toBe(500)
    }
  })

  test.each(FRONTEND)('the frontend API: %s %s', async (method, path) => {
    for (const body of bodies) {
      const Cookie = await signedIn()
      const query = new URLSearchParams(NAMES.map((name) => [name, String(body[name] ?? '')]))
      const init = method === 'GET' ? {} : { body: JSON.stringify(body) }
      const options = { method, headers: { Cookie }, ...init }
      const response = await emulator.fetch(`${emulator.authUrl}/api/fe/v3${path}?${query}`, options)
      expect(response.status, JSON.stringify(body)).not.toBe(500)
    }
  })

  test('and it still works', async () => {
    emulator.reset()
    expect((await emulator.mintToken({ user: 'owner', org: 'acme' })).claims.user_id).toBe(PERSONAS.owner.userId)
  })
})
