import { createRandom, type Random } from 'test-kit/random'
import { describe, expect, test } from 'vitest'
import { type Answer, backend, browser, callControl, testEmulator } from '../../../test/fixture.js'
import { DEFAULT_SETTINGS } from '../../domain/project/setting-values.js'
import { createEmulator, type Emulator, generateSigningKey, PERSONA_ORGS, PERSONAS, type Seed } from '../../index.js'
import { parseSeed } from '../check/parse-seed.js'
import { SETTING_NAMES, settingChoices } from '../check/settings-checks.js'

const { acme } = PERSONA_ORGS
const { owner, noOrg } = PERSONAS

/** Texts that look like something else to SQL, YAML, JSON or JavaScript. */
const TEXTS = ['', ' ', 'a', 'Ünï', '\0', '\u2028', '__proto__', 'null', '1', '-', ': x', '# x', "';--", '\ud800', '😀']
const NUMBERS = [0, 1, 2, 90, 2_147_483_648, Number.MAX_SAFE_INTEGER]
const ROLES = ['Owner', 'Admin', 'Member', 'Chief', 'Clerk', 'Nope']
const DOMAINS = ['x.test', 'X.Test', 'y.test', 'no domain', '']

let now = 0

/** A project that changes at random, by calls of the backend API, the control API and the pages. */
function walker(emulator: Emulator, random: Random) {
  const text = () => random.pick(TEXTS)
  const json = (depth = 3): unknown =>
    random.pick<() => unknown>([
      () => null,
      () => random.oneIn(2),
      () => random.pick(NUMBERS),
      text,
      () => (depth === 0 ? [] : [json(depth - 1), json(depth - 1)]),
      () => (depth === 0 ? {} : object(depth - 1)),
    ])()
  const object = (depth = 2): object => Object.fromEntries([1, 2].map(() => [text(), json(depth)]))
  const pickFrom = async (list: string, name: string): Promise<string> => {
    const { body } = await callControl(emulator, 'GET', list)
    return random.pick(body[list] as Record<string, string>[])?.[name] ?? 'none'
  }
  const user = () => pickFrom('users', 'user_id')
  const org = () => pickFrom('orgs', 'org_id')
  const email = () => `${random.pick(['a', 'B', 'c', 'd+e'])}${random.below(12)}@${random.pick(['x.test', 'y.test'])}`
  const role = () => random.pick(ROLES)
  const some = (fields: Readonly<Record<string, () => unknown>>) =>
    Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (random.oneIn(2) ? [[name, value()]] : [])))
  const call = (method: string, path: string, body?: unknown) => backend(emulator, method, path, body)
  const control = (path: string, body: unknown) => callControl(emulator, 'POST', path, body)
  const profile = () =>
    some({ username: text, first_name: text, last_name: text, picture_url: text, properties: object, metadata: object })
  const password = () => random.pick(['long enough', 'wrong password', 'a new password'])
  const membership = async () => ({
    user_id: await user(),
    org_id: await org(),
    role: role(),
    ...some({ additional_roles: () => [role()] }),
  })
  const definitions = () => {
    const names = ROLES.filter((name) => name !== 'Nope' && !random.oneIn(4))
    const flags = () =>
      some({ can_invite: () => random.oneIn(2), disabled: () => random.oneIn(3), is_internal: () => random.oneIn(3) })
    return Object.fromEntries(names.map((name) => [name, { permissions: [name.toLowerCase()], ...flags() }]))
  }
  const schema = () => ({
    ...some({ name_property: () => ({}), metadata_property: () => ({ in_jwt: false }), tos_property: () => ({}) }),
    custom_properties: TEXTS.filter((name) => name !== '' && random.oneIn(3)).map((name) => ({
      name,
      display_name: `${name}x`,
      field_type: random.pick(['Json', 'Text', 'Integer']),
      ...some({ required: () => random.oneIn(2), in_jwt: () => random.oneIn(2) }),
    })),
  })
  const setting = (): [string, unknown] => {
    const name = random.pick(SETTING_NAMES)
    const choices = settingChoices(name)
    const value = DEFAULT_SETTINGS[name]
    if (choices) return [name, random.pick(choices)]
    if (name === 'user_properties') return [name, random.pick([null, {}, schema()])]
    if (typeof value === 'boolean') return [name, random.oneIn(2)]
    if (typeof value === 'number') return [name, random.pick([0, 1, 7])]
    if (name === 'mcp_scopes') return [name, [{ name: 'a', org: true, roles: [role()] }]]
    return [name, Array.isArray(value) ? random.pick([[], value]) : text()]
  }
  const steps: readonly (() => Promise<Answer>)[] = [
    () => call('POST', 'user/', { email: email(), ...some({ password }), ...profile() }),
    async () =>
      call('PUT', `user/${await user()}`, { ...profile(), ...some({ update_password_required: () => true }) }),
    async () =>
      call('PUT', `user/${await user()}/email`, { new_email: email(), require_email_confirmation: random.oneIn(2) }),
    async () => call('PUT', `user/${await user()}/password`, { password: password() }),
    async () => call('PUT', `user/${await user()}/clear_password`),
    async () => call('POST', `user/${await user()}/${random.pick(['enable', 'disable', 'disable_2fa'])}`),
    async () => call('DELETE', `user/${random.oneIn(3) ? await user() : 'none'}`),
    () =>
      call('POST', 'org/', {
        name: `${text()}o`,
        ...some({ domain: () => random.pick(DOMAINS), legacy_org_id: text, metadata: object }),
      }),
    async () =>
      call(
        'PUT',
        `org/${await org()}`,
        some({
          name: text,
          domain: () => random.pick(DOMAINS),
          extra_domains: () => [random.pick(DOMAINS)],
          autojoin_by_domain: () => random.oneIn(2),
          restrict_to_domain: () => random.oneIn(2),
          max_users: () => random.pick(NUMBERS),
          custom_role_mapping_name: () => random.pick(['Pro', 'Nope']),
          require_2fa_by: text,
          password_rotation_enabled: () => random.oneIn(2),
          password_rotation_history_size: () => random.pick(NUMBERS),
          password_rotation_period: () => random.pick(NUMBERS),
          metadata: object,
        }),
      ),
    async () => call('DELETE', `org/${random.oneIn(4) ? await org() : 'none'}`),
    async () => call('POST', 'org/add_user', await membership()),
    async () => call('POST', 'org/change_role', await membership()),
    async () => call('POST', 'org/remove_user', await membership()),
    async () => call('POST', 'isolate_org', { org_id: await org() }),
    async () => call('POST', 'invite_user', { ...(await membership()), email: email() }),
    async () => call('DELETE', 'pending_org_invites', { org_id: await org(), invitee_email: email() }),
    async () =>
      call('POST', 'end_user_api_keys', {
        ...(random.oneIn(2) ? { user_id: await user() } : {}),
        ...(random.oneIn(2) ? { org_id: await org() } : {}),
        ...some({ display_name: text, metadata: object, expires_at_seconds: () => Math.floor(now / 1000) + 60 }),
      }),
    async () =>
      control('provider_tokens', {
        user: await user(),
        provider: 'google',
        ...some({ accessToken: text, refreshToken: text, expiresIn: () => 60, scopes: () => [text()] }),
      }),
    async () =>
      control('scim_groups', { org: await org(), name: text(), ...some({ externalId: text, members: () => [] }) }),
    () => control('employees', { email: email() }),
    async () => control('lock', { user: await user(), locked: random.oneIn(2) }),
    () => control('settings', Object.fromEntries([setting()])),
    () =>
      control(
        'roles',
        some({
          definitions,
          structure: () => random.pick(['multi_role', 'single_role_in_hierarchy']),
          custom_role_mappings: () => ({ Pro: definitions() }),
          default_role: role,
          default_owner_role: role,
        }),
      ),
    () => control('seed', { seed: { roles: { definitions: definitions() } } }),
    () => control('clock', { advance: random.below(86_400) }),
    () => browser(emulator).submit('/signup', { email: email(), password: password() }),
    () => browser(emulator).submit('/login', { email: email(), password: password() }),
  ]
  return () => random.pick(steps)()
}

const textOf = (emulator: Emulator): string => JSON.stringify(emulator.exportSeed(), null, 2)
const signingKey = generateSigningKey()

// More of them: WALKS=500 vitest run --config vitest.workspace.ts round-trip
const WALKS = Number(process.env.WALKS ?? 3)

/** The export of an emulator that starts with the seed, a day later. */
async function exportOf(seed: Seed): Promise<string> {
  await using copy = createEmulator({ seed, signingKey, now: () => now + 86_400_000 })
  return textOf(copy)
}

describe('an export of any state is imported with the same text', () => {
  test.each(Array.from({ length: WALKS }, (_, index) => index + 1))('walk %i', async (number) => {
    now = Date.parse('2026-03-02T12:00:00Z')
    await using emulator = testEmulator({ now: () => now })
    const step = walker(emulator, createRandom(number))
    const statuses = new Set<number>()
    for (let i = 0; i < 40; i += 1) {
      for (let j = 0; j < 8; j += 1) statuses.add((await step()).status)
      now += 1000
      const text = textOf(emulator)
      expect(await exportOf(JSON.parse(text) as Seed)).toBe(text)
    }
    const text = textOf(emulator)
    expect(await exportOf(parseSeed(text, 'export.json'))).toBe(text)
    expect([...statuses].filter((status) => status >= 500)).toEqual([])
    expect(statuses).toContain(200)
  })

  test('also with metadata as deep as the API takes it, over the control API', async () => {
    const metadata = JSON.parse(`${'{"a":'.repeat(198)}1${'}'.repeat(198)}`)
    await using emulator = testEmulator()
    expect((await backend(emulator, 'POST', 'user/', { email: 'a@x.test', metadata })).status).toBe(200)
    const { body: seed } = await callControl(emulator, 'GET', 'seed')
    expect((await callControl(emulator, 'POST', 'reset', { seed })).status).toBe(200)
    expect((await callControl(emulator, 'GET', 'seed')).body).toEqual(seed)
  })

  test.each<[string, (emulator: Emulator) => Promise<unknown>]>([
    [
      'an organization that is full without a member',
      async (emulator) => {
        emulator.changeSettings({ org_zero_max_users: 'full' })
        await backend(emulator, 'PUT', `org/${acme.orgId}`, { max_users: 0 })
        emulator.changeSettings({ org_zero_max_users: 'no-limit' })
      },
    ],
    [
      'a member who has an invitation',
      async (emulator) => {
        const membership = { org_id: acme.orgId, role: 'Member' }
        await backend(emulator, 'POST', 'invite_user', { ...membership, email: noOrg.email })
        await backend(emulator, 'POST', 'org/add_user', { ...membership, user_id: noOrg.userId })
      },
    ],
    [
      'names and usernames in a project that has none any more',
      async (emulator) => {
        await backend(emulator, 'PUT', `user/${noOrg.userId}`, { username: 'noah' })
        emulator.changeSettings({ has_names: false, has_usernames: false })
      },
    ],
    [
      'settings that are empty',
      async (emulator) => emulator.changeSettings({ user_properties: {}, mcp_scopes: [], api_key_expirations: [] }),
    ],
    [
      'properties that the project does not have any more',
      async (emulator) => {
        const profile = { properties: { plan: 1 }, metadata: { a: 1 }, picture_url: 'https://x.test/' }
        await backend(emulator, 'PUT', `user/${noOrg.userId}`, profile)
        emulator.changeSettings({ user_properties: {} })
      },
    ],
    [
      'members of an isolated organization who are in another one',
      async (emulator) => {
        emulator.changeSettings({ org_isolation: 'marked' })
        await backend(emulator, 'POST', 'isolate_org', { org_id: acme.orgId })
        emulator.changeSettings({ org_isolation: 'exclusive' })
      },
    ],
  ])('also with %s', async (_, change) => {
    await using emulator = testEmulator()
    await change(emulator)
    const text = textOf(emulator)
    expect(await exportOf(JSON.parse(text) as Seed)).toBe(text)
    await using copy = testEmulator({ seed: JSON.parse(text) as Seed })
    expect(copy.settings()).toEqual(emulator.settings())
  })
})

test('an import keeps when a password was set, the earlier ones, and the wrong ones since the last login', async () => {
  now = Date.parse('2026-03-02T12:00:00Z')
  await using emulator = testEmulator({ now: () => now })
  const rotation = { password_rotation_enabled: true, password_rotation_period: 90, password_rotation_history_size: 2 }
  await backend(emulator, 'PUT', `org/${acme.orgId}`, rotation)
  now += 60 * 86_400_000
  await backend(emulator, 'PUT', `user/${owner.userId}/password`, { password: 'a new password' })
  emulator.changeSettings({ lockout_attempts: 2 })
  await browser(emulator).submit('/login', { email: owner.email, password: 'wrong' })
  now += 60 * 86_400_000
  await using copy = createEmulator({ seed: emulator.exportSeed(), signingKey, now: () => now })
  const visitor = browser(copy)
  const { headers } = await visitor.submit('/login', { email: owner.email, password: 'a new password' })
  expect(headers.get('Location')).toBe('/account')
  const passwords = { current_password: 'a new password', password: owner.password }
  expect((await visitor.submit('/account/password', passwords)).body).toContain('Must differ from the last passwords.')
  await using locking = createEmulator({ seed: emulator.exportSeed(), signingKey, now: () => now })
  const { body } = await browser(locking).submit('/login', { email: owner.email, password: 'wrong' })
  expect(body).toContain('This account is locked.')
})
