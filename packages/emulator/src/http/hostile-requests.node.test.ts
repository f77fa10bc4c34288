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

/** Every field at once with one value, then each value in turn, so that each field sees each value. */
const bodies = VALUES.map((_, shift) =>
  Object.fromEntries(NAMES.map((name, i) => [name, VALUES[(i + shift) % VALUES.length]])),
)

async function statusOf(method: string, path: string, body?: unknown): Promise<number> {
  const init = method === 'GET' ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
  const headers = { Authorization: `Bearer ${emulator.apiKey}` }
  return (await emulator.fetch(`${emulator.authUrl}${path}`, { method, headers, ...init })).status
}

describe('no request causes a 5xx', () => {
  test.each(Object.entries(contract))('%s', async (_, { method, path }) => {
    for (const [index, body] of bodies.entries()) {
      const target = path.replaceAll(/\{\w+\}/g, () => SEGMENTS[index % SEGMENTS.length] ?? '')
      const query = new URLSearchParams(NAMES.map((name) => [name, String(Object.values(body)[index] ?? '')]))
      expect(await statusOf(method, `${target}?${query}`, body), `${target} ${JSON.stringify(body)}`).not.toBe(500)
    }
  })

  test.each(['token', 'reset', 'faults', 'employees', 'provider_tokens', 'scim_groups'])(
    'the control API: %s',
    async (path) => {
      for (const body of [...bodies, ...VALUES, '{', 'null', '[]']) {
        expect(await statusOf('POST', `/_emulator/${path}`, body), JSON.stringify(body)).not.toBe(500)
        emulator.clearFaults()
      }
    },
  )

  test.each([
    '/login',
    '/login/code',
    '/signup',
    '/magic_link',
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
      expect(response.status, target).toBeLessThan(500)
    }
  })

  test('and it still works', async () => {
    emulator.reset()
    expect((await emulator.mintToken({ user: 'owner', org: 'acme' })).claims.user_id).toBe(PERSONAS.owner.userId)
  })
})
