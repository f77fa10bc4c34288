import { readFileSync } from 'node:fs'
import { folderOfTest } from 'test-kit/temporary-folder'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { backend, browser, testEmulator } from '../../../test/fixture.js'
import { problemsOf } from '../../../test/problems-of.js'
import {
  createEmulator,
  DEFAULT_SEED,
  type Emulator,
  generateSigningKey,
  PERSONA_ORGS,
  PERSONAS,
  type Seed,
} from '../../index.js'
import { parseSeed } from '../check/parse-seed.js'

const { acme } = PERSONA_ORGS
const { owner, admin, member, noOrg, multiOrg } = PERSONAS

const NOW = Date.parse('2026-03-02T12:00:00Z')
let emulator = testEmulator()
beforeEach(() => {
  emulator = testEmulator({ now: () => NOW })
})
afterEach(() => emulator.close())

const call = (method: string, path: string, body?: unknown) => backend(emulator, method, path, body)
const textOf = (from: Emulator): string => JSON.stringify(from.exportSeed(), null, 2)

/** An emulator with another key and another clock. */
const imported = (seed: Seed): Emulator =>
  testEmulator({ seed, signingKey: generateSigningKey(), now: () => NOW + 86_400_000 })

/** Changes what the backend API and the control API can change. */
async function changeEverything(): Promise<void> {
  await call('POST', 'user/', {
    email: 'new@x.test',
    username: 'new',
    password: 'long enough',
    ask_user_to_update_password_on_login: true,
    properties: { plan: 'pro', '7': [1] },
    metadata: {},
  })
  await call('PUT', `org/${acme.orgId}`, {
    domain: 'acme.test',
    extra_domains: ['acme.example'],
    autojoin_by_domain: true,
    restrict_to_domain: true,
    max_users: 1,
    require_2fa_by: '2030-01-01',
    password_rotation_enabled: false,
    password_rotation_period: 0,
    metadata: { a: { b: [null, true] } },
  })
  await call('POST', 'invite_user', { org_id: acme.orgId, email: 'guest@acme.test', role: 'Member' })
  await call('POST', 'end_user_api_keys', { user_id: owner.userId, org_id: acme.orgId, display_name: 'ci' })
  const { body: key } = await call('POST', 'end_user_api_keys/import', {
    imported_api_key: 'of another system',
    expires_at_seconds: NOW / 1000 + 60,
  })
  await call('POST', 'end_user_api_keys/validate_imported', { api_key_token: 'of another system' })
  await call('DELETE', `end_user_api_keys/${key.api_key_id}`)
  await call('POST', 'org/remove_user', { user_id: admin.userId, org_id: acme.orgId })
  await call('POST', 'org/remove_user', { user_id: multiOrg.userId, org_id: acme.orgId })
  await call('POST', 'isolate_org', { org_id: acme.orgId })
  await call('POST', `user/${member.userId}/disable`)
  await call('POST', 'oidc_idp_metadata', {
    org_id: PERSONA_ORGS.globex.orgId,
    client_id: 'id',
    client_secret: 'secret',
    uses_pkce: true,
    idp_type: 'Okta',
    okta_sso_domain: 'globex.okta.com',
  })
  emulator.changeSettings({ has_usernames: true, access_token_minutes: 5, signup_domain_blocklist: ['spam.test'] })
  emulator.webhooks.addEndpoint({ url: 'http://localhost:3000/hooks', events: ['user.*'] })
  emulator.mintMcpToken({ user: 'owner', resource: 'https://mcp.test/' })
  await browser(emulator).submit('/login', { email: owner.email, password: owner.password })
}

describe('an export', () => {
  test('is imported with the same text', async () => {
    await changeEverything()
    const text = textOf(emulator)
    await using copy = imported(JSON.parse(text))
    expect(textOf(copy)).toBe(text)
    copy.reset({ seed: parseSeed(text, 'export.json') })
    expect(textOf(copy)).toBe(text)
  })

  test('of a seed that says everything is imported with the same text', async () => {
    const seed = parseSeed(readFileSync(new URL('../../../test/full-seed.yaml', import.meta.url), 'utf8'), 'full')
    await using first = testEmulator({ seed, now: () => NOW })
    const text = textOf(first)
    await using copy = imported(JSON.parse(text))
    expect(textOf(copy)).toBe(text)
    for (const name of Object.keys(seed).filter((part) => part !== 'version')) {
      expect(JSON.parse(text), name).toHaveProperty(name)
    }
  })

  test('keeps passwords, API keys and memberships working', async () => {
    const { body: key } = await call('POST', 'end_user_api_keys', { user_id: owner.userId })
    await using copy = imported(emulator.exportSeed())
    const { status } = await browser(copy).submit('/login', { email: owner.email, password: owner.password })
    expect(status).toBe(303)
    const valid = await backend(copy, 'POST', 'end_user_api_keys/validate', { api_key_token: key.api_key_token })
    expect(valid.body).toMatchObject({ user_id: owner.userId })
    expect((await copy.mintToken({ user: 'owner', org: 'acme' })).claims).toMatchObject({ user_id: owner.userId })
  })

  test('keeps every text', async () => {
    const texts = ['\0', '\u001b1\0', '😀', '\u2028', '__proto__', `'; DROP TABLE users; --`, '# no comment', ': -']
    for (const [index, text] of texts.entries()) {
      const profile = {
        first_name: text,
        metadata: JSON.parse(JSON.stringify({ a: text }).replace('"a"', JSON.stringify(text))),
      }
      await call('POST', 'user/', { email: `text-${index}@x.test`, ...profile })
      await call('POST', 'org/', { name: `${index}${text}`, legacy_org_id: text })
    }
    const text = textOf(emulator)
    await using copy = imported(parseSeed(text, 'export.json'))
    expect(textOf(copy)).toBe(text)
    expect((await backend(copy, 'GET', 'user/email?email=text-4@x.test')).body.first_name).toBe('__proto__')
  })

  test('has no secret of which only a hash is stored', async () => {
    const { body: key } = await call('POST', 'end_user_api_keys', { user_id: owner.userId })
    const text = textOf(emulator)
    expect(text).not.toContain(key.api_key_token)
    expect(text).not.toContain(owner.password)
    expect(text).not.toContain(emulator.apiKey)
  })

  test('of an empty project is empty', () => {
    emulator.reset({ empty: true })
    expect(emulator.exportSeed()).toEqual({ version: 1 })
  })
})

describe('over the control API', () => {
  const control = async (method: string, path: string, body?: unknown) => {
    const response = await emulator.fetch(`${emulator.authUrl}/_emulator/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: await response.json() }
  }

  test('an export is restored by a reset', async () => {
    const { body: seed } = await control('GET', 'seed')
    await call('DELETE', `user/${noOrg.userId}`)
    expect((await control('POST', 'reset', { seed })).status).toBe(200)
    expect((await call('GET', `user/${noOrg.userId}`)).status).toBe(200)
    expect(await control('GET', 'seed')).toEqual({ status: 200, body: seed })
  })

  test('a seed of several megabytes is restored', async () => {
    emulator.reset({ seed: { users: [{ key: 'a', email: 'a@x.test', metadata: { note: 'x'.repeat(3_000_000) } }] } })
    const { body: seed } = await control('GET', 'seed')
    expect((await control('POST', 'reset', { seed })).status).toBe(200)
    expect((await control('GET', 'seed')).body).toEqual(seed)
  })

  test('an invalid seed changes nothing, and its problems are named', async () => {
    const before = textOf(emulator)
    const { status, body } = await control('POST', 'reset', { seed: { users: [{ key: 'a', emial: 'a@x.test' }] } })
    expect([status, body]).toEqual([
      400,
      { seed: ['users[0]: needs "email"', 'users[0].emial: unknown name "emial"; did you mean email?'] },
    ])
    const wrongRole = { users: [{ key: 'a', email: 'a@x.test', password: 'short' }] }
    expect((await control('POST', 'reset', { seed: wrongRole })).status).toBe(400)
    expect(textOf(emulator)).toBe(before)
  })
})

test('a restart does not add the seed of the start to an imported state', async () => {
  const data = folderOfTest()
  const first = createEmulator({ data })
  first.reset({ seed: { users: [{ key: 'ada', email: 'ada@x.test' }] } })
  await first.close()
  await using second = createEmulator({ data })
  expect(second.counts()).toEqual({ users: 1, orgs: 0 })
})

describe('a seed can say', () => {
  const withSeed = async (seed: Seed, check: (emulator: Emulator) => Promise<void>) => {
    await using seeded = testEmulator({ seed, now: () => NOW })
    await check(seeded)
  }
  const users = [{ key: 'ada', email: 'ada@x.test' }]

  test('invitations, which a login accepts', async () => {
    const orgs = [{ key: 'acme', name: 'Acme', invites: [{ email: 'ada@x.test', role: 'Admin' }] }]
    await withSeed({ users, orgs }, async (seeded) => {
      const { body } = await backend(seeded, 'GET', 'pending_org_invites')
      expect(body.invites).toMatchObject([{ invitee_email: 'ada@x.test', role_in_org: 'Admin', org_name: 'Acme' }])
      seeded.startSession('ada')
      expect((await seeded.mintToken({ user: 'ada', org: 'acme' })).claims.org_member_info).toMatchObject({
        user_role: 'Admin',
      })
    })
  })

  test('API keys with a token, and without one', async () => {
    const api_keys = [
      { key: 'ci', user: 'ada', token: 'emu_key_ci', metadata: { a: 1 } },
      { key: 'robot' },
      { key: 'old', expires_at: 1 },
    ]
    await withSeed({ users, api_keys }, async (seeded) => {
      const validate = (api_key_token: string) =>
        backend(seeded, 'POST', 'end_user_api_keys/validate', { api_key_token })
      expect((await validate('emu_key_ci')).body).toMatchObject({ metadata: { a: 1 }, user: { email: 'ada@x.test' } })
      expect(seeded.apiKeyToken('robot')).toMatch(/^[0-9a-f]{96}$/)
      expect((await validate(seeded.apiKeyToken('robot'))).body).toMatchObject({ user: null, org: null })
      expect((await validate(seeded.apiKeyToken('old'))).status).toBe(400)
      expect(() => seeded.apiKeyToken('ci')).toThrow(/no API key "ci" without a token/)
    })
  })

  test('what a user signed up with, and the other fields of users and organizations', async () => {
    const seed: Seed = {
      users: [
        {
          ...users[0],
          key: 'ada',
          email: 'ada@x.test',
          signup_query_parameters: { utm: 'x' },
          update_password_required: true,
          created_at: 1,
          active_on: ['2026-01-02'],
        },
      ],
      orgs: [
        {
          key: 'acme',
          name: 'Acme',
          domain: 'a.test',
          extra_domains: ['b.test'],
          domain_autojoin: true,
          domain_restrict: true,
          isolated: true,
        },
      ],
    }
    await withSeed(seed, async (seeded) => {
      const { body: ada } = await backend(seeded, 'GET', 'user/email?email=ada@x.test')
      const january = Date.parse('2026-01-02T00:00:00Z') / 1000
      expect(ada).toMatchObject({ update_password_required: true, created_at: 1, last_active_at: january })
      expect((await backend(seeded, 'GET', `user/${ada.user_id}/signup_query_parameters`)).body).toEqual({
        user_signup_query_parameters: { utm: 'x' },
      })
      const [org] = (await backend(seeded, 'POST', 'org/query', {})).body.orgs
      expect((await backend(seeded, 'GET', `org/${org.org_id}`)).body).toMatchObject({
        extra_domains: ['b.test'],
        domain_autojoin: true,
        domain_restrict: true,
        isolated: true,
      })
    })
  })

  const problemsIn = (file: string) => problemsOf(() => parseSeed(file, 's')).map((line) => line.replace(/^s:\S+ /, ''))

  test('only references and values that exist', () => {
    const file = `users: [{ key: ada, email: a@x.test, active_on: [2026-02-30], provider_tokens: { gogle: {} } }]
orgs:
  - key: o
    name: O
    invites: [{ email: b@x.test, role: Memer }]
    scim_groups: [{ name: G, members: [aba] }]
api_keys: [{ key: k, user: eva, token: a, token_hash: "${'0'.repeat(64)}" }]
`
    expect(problemsIn(file)).toEqual([
      'users[0].active_on[0]: must be a day as YYYY-MM-DD',
      'users[0].provider_tokens.gogle: unknown name "gogle"; did you mean google?',
    ])
    const second = file.replace('2026-02-30', '2026-02-28').replace('gogle', 'google')
    expect(problemsIn(second)).toEqual([
      'orgs[0].invites[0].role: unknown name "Memer"; did you mean Member?',
      'orgs[0].scim_groups[0].members[0]: unknown name "aba"; did you mean ada?',
      'api_keys[0].user: unknown name "eva"; did you mean ada?',
      'api_keys[0].token_hash: cannot be combined with token',
    ])
  })

  test('a connection only with all its fields', () => {
    const orgs = [{ key: 'o', name: 'O', sso: { type: 'saml' as const } }]
    expect(problemsOf(() => testEmulator({ seed: { orgs } }))).toEqual([
      'org o: idp_entity_id: This field is required.',
      'org o: idp_sso_url: This field is required.',
      'org o: idp_certificate: Must be an X.509 certificate in PEM, with an RSA key.',
    ])
  })
})

test('the default seed has no new fields', () => {
  expect(Object.keys(DEFAULT_SEED)).toEqual(['version', 'users', 'orgs'])
})
