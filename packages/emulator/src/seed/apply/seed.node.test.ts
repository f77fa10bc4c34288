import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import { backend, browser, testEmulator } from '../../../test/fixture.js'
import { problemsOf } from '../../../test/problems-of.js'
import { DEFAULT_SEED, PERSONA_ORGS, PERSONAS, type Seed } from '../../index.js'
import { derivedUuid } from '../../values/ids.js'
import { parseSeed } from '../check/parse-seed.js'

describe('a seed file', () => {
  test('can be YAML or JSON', () => {
    const users = [{ key: 'ada', email: 'ada@x.test' }]
    expect(parseSeed('users:\n  - key: ada\n    email: ada@x.test\n', 'a.yaml')).toEqual({ users })
    expect(parseSeed(JSON.stringify({ users }), 'a.json')).toEqual({ users })
    expect(parseSeed('', 'empty.yaml')).toEqual({})
  })

  test('has its errors reported with line, column and the most similar name', () => {
    const file = `version: 1
users:
  - key: ada
    emial: ada@x.test
  - key: ada
    email: not an address
    enabled: sure
orgs:
  - { key: acme, name: Acme, max_users: -1 }
unknown_thing: 1
`
    expect(problemsOf(() => parseSeed(file, 'seed.yaml'))).toEqual([
      'seed.yaml:3:5: users[0]: needs "email"',
      'seed.yaml:4:12: users[0].emial: unknown name "emial"; did you mean email?',
      'seed.yaml:6:12: users[1].email: must be an email address',
      'seed.yaml:7:14: users[1].enabled: must be true or false',
      'seed.yaml:9:41: orgs[0].max_users: must be a whole number from 0 on',
      expect.stringMatching(/^seed\.yaml:10:16: unknown_thing: unknown name "unknown_thing"; known: version, settings/),
    ])
  })

  test('may only reference users, roles and mappings that it defines', () => {
    const file = `users:
  - { key: ada, email: ada@x.test }
  - { key: ada, email: ADA@x.test }
orgs:
  - key: acme
    name: Acme
    members: { aba: Owner, ada: Onwer }
  - { key: other, name: Other, custom_role_mapping_name: Pro }
`
    expect(problemsOf(() => parseSeed(file, 's'))).toEqual([
      's:3:12: users[1].key: "ada" is already taken above',
      's:3:24: users[1].email: "ada@x.test" is already taken above',
      's:7:21: orgs[0].members.aba: unknown name "aba"; did you mean ada?',
      's:7:33: orgs[0].members.ada: unknown name "Onwer"; did you mean Owner?',
      's:8:58: orgs[1].custom_role_mapping_name: unknown name "Pro"; known: none',
    ])
  })

  test('may only name roles that it defines, and permissions that there are', () => {
    const file = `roles:
  default_role: Membr
  default_owner_role: Boss
  definitions:
    Boss: { can_invite: true, can_invit: true, roles_can_manage: [Member] }
    Member: { permissions: [a], can_change_roles: 1 }
`
    expect(problemsOf(() => parseSeed(file, 's'))).toEqual([
      expect.stringMatching(
        /^s:5:42: roles\.definitions\.Boss\.can_invit: unknown name "can_invit"; did you mean can_invite/,
      ),
      's:6:51: roles.definitions.Member.can_change_roles: must be true or false',
    ])
    const names = file
      .replace('can_invit: true, ', '')
      .replace(', can_change_roles: 1', '')
      .replace('[Member]', '[Clerk]')
    expect(problemsOf(() => parseSeed(names, 's'))).toEqual([
      's:2:17: roles.default_role: unknown name "Membr"; did you mean Member?',
      's:5:50: roles.definitions.Boss.roles_can_manage[0]: unknown name "Clerk"; known: Boss, Member',
    ])
  })

  test('defines each property once, with the fields of its type', () => {
    const file = `settings:
  user_properties:
    name_property: { in_jwt: 1, required: true }
    phone_number_property: { user_writable: Always, required_by: -1 }
    tos_property: { tos_links: [{ name: Terms, url: "javascript:alert(1)" }] }
    custom_properties:
      - { name: plan, display_name: Plan, field_type: Enm }
      - { name: size, field_type: Integer }
`
    expect(problemsOf(() => parseSeed(file, 's'))).toEqual([
      's:3:30: settings.user_properties.name_property.in_jwt: must be true or false',
      expect.stringContaining('s:3:43: settings.user_properties.name_property.required: unknown name "required"'),
      's:4:45: settings.user_properties.phone_number_property.user_writable: must be Write or WriteIfUnset or Read',
      's:4:66: settings.user_properties.phone_number_property.required_by: must be a time in Unix seconds',
      's:5:53: settings.user_properties.tos_property.tos_links[0].url: must be a URL that begins with http:// or https://',
      expect.stringContaining('s:7:55: settings.user_properties.custom_properties[0].field_type: must be Checkbox or'),
      's:8:9: settings.user_properties.custom_properties[1]: needs "display_name"',
    ])
    const custom = `settings:
  user_properties:
    custom_properties:
      - { name: tos, display_name: Terms, field_type: Checkbox }
      - { name: plan, display_name: Plan, field_type: Text }
      - { name: plan, display_name: Plan, field_type: Text }
`
    expect(problemsOf(() => parseSeed(custom, 's'))).toEqual([
      's:4:17: settings.user_properties.custom_properties[0].name: "tos" has a block of its own',
      's:6:17: settings.user_properties.custom_properties[2].name: "plan" is already taken above',
    ])
    const choices = custom.replace('Checkbox', 'Enum').replace('field_type: Text', 'field_type: Text, enum_values: [a]')
    expect(problemsOf(() => parseSeed(choices, 's'))).toEqual([
      expect.stringContaining('custom_properties[0].enum_values: is needed for the type Enum'),
      expect.stringContaining('custom_properties[1].enum_values: is for the type Enum'),
    ])
  })

  test('gives a user one kind of second factor', () => {
    const file = (phones: string) =>
      `users:\n  - { key: a, email: a@x.test, mfa_secret: GEZDGNBVGY3TQOJQ, mfa_phones: [${phones}] }\n`
    expect(problemsOf(() => parseSeed(file('"+15550100"'), 's'))).toEqual([
      expect.stringMatching(/users\[0\]\.mfa_phones: cannot be combined with mfa_secret$/),
    ])
    expect(problemsOf(() => parseSeed(file('"555"'), 's'))).toEqual([
      expect.stringMatching(/mfa_phones\[0\]: must be a phone number such as \+15550100$/),
    ])
  })

  test.each(['users: [', 'a: 1\na: 2', '- 1', '"text"', 'users: {}', 'version: 2', 'users: [3]', '&a [*a]'])(
    '%j is a SeedError',
    (text) => {
      expect(problemsOf(() => parseSeed(text, 's')).length).toBeGreaterThan(0)
    },
  )
})

test('the seed file of the documentation is valid', async () => {
  const page = readFileSync(new URL('../../../../../docs/emulator.md', import.meta.url), 'utf8')
  const seed = parseSeed(/```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '', 'docs/emulator.md')
  await using emulator = testEmulator({ seed })
  expect(emulator.counts()).toEqual({ users: 2, orgs: 1 })
})

describe('applying a seed', () => {
  const seed: Seed = {
    settings: { has_orgs: true },
    roles: {
      structure: 'multi_role',
      definitions: { Boss: { permissions: ['a', 'b'] }, Clerk: { permissions: ['c'] } },
    },
    users: [
      { key: 'ada', email: 'ada@x.test', password: 'long enough', properties: { plan: 'pro' } },
      { key: 'bob', id: '0c7a8c32-71c5-4c83-a3f9-1a4a0bd1d8a1', email: 'bob@x.test', legacy_user_id: 'b-1' },
    ],
    orgs: [{ key: 'acme', name: 'Acme Inc', metadata: { a: 1 }, members: { ada: ['Boss', 'Clerk'], bob: 'Clerk' } }],
  }
  let emulator = testEmulator({ seed })
  afterEach(async () => {
    await emulator.close()
    emulator = testEmulator({ seed })
  })

  test('an id is the given one, or derived from the key', async () => {
    expect((await backend(emulator, 'GET', 'user/email?email=ada@x.test')).body.user_id).toBe(
      derivedUuid('user', 'ada'),
    )
    expect((await backend(emulator, 'GET', 'user/email?email=bob@x.test')).body.user_id).toBe(seed.users?.[1]?.id)
    expect(derivedUuid('user', 'ada')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  test('with multi_role, a member has the permissions of all roles and inherits none', async () => {
    const { claims } = await emulator.mintToken({ user: 'ada', org: 'acme' })
    expect(claims.org_member_info).toEqual({
      org_id: derivedUuid('org', 'acme'),
      org_name: 'Acme Inc',
      url_safe_org_name: 'acme-inc',
      org_metadata: { a: 1 },
      user_role: 'Boss',
      inherited_user_roles_plus_current_role: ['Boss'],
      org_role_structure: 'multi_role',
      additional_roles: ['Clerk'],
      user_permissions: ['a', 'b', 'c'],
    })
    expect(claims).toMatchObject({ properties: { plan: 'pro' } })
    expect((await emulator.mintToken({ user: 'bob' })).claims).toMatchObject({ legacy_user_id: 'b-1' })
  })

  test('seeded users can log in', async () => {
    expect((await browser(emulator).submit('/login', { email: 'ada@x.test', password: 'long enough' })).status).toBe(
      303,
    )
  })

  test('users with the same password can log in, and share its hash', async () => {
    const password = 'the same for all'
    const users = ['ada', 'bob'].map((key) => ({ key, email: `${key}@x.test`, password }))
    await using emulator = testEmulator({ seed: { users } })
    for (const { email } of users)
      expect((await browser(emulator).submit('/login', { email, password })).status).toBe(303)
    const [ada, bob] = emulator.exportSeed().users ?? []
    expect([ada?.password_hash, ada?.password_hash]).toEqual([expect.stringContaining('scrypt'), bob?.password_hash])
  })

  test('a second role is rejected in a project with one role per user', () => {
    const { roles: _, ...single } = seed
    const orgs = [{ key: 'acme', name: 'Acme', members: { ada: ['Owner', 'Admin'] } }]
    expect(problemsOf(() => testEmulator({ seed: { ...single, orgs } }))).toEqual([
      'org acme: additional_roles: This project has one role per user.',
    ])
  })

  test('an error of the domain names the entry of the seed', () => {
    const users = [{ key: 'ada', email: 'ada@x.test', password: 'short' }]
    expect(problemsOf(() => testEmulator({ seed: { users } }))).toEqual([
      'user ada: password: Must be at least 8 characters long.',
    ])
  })

  test('a seed object is validated like a file', () => {
    const users = [{ key: 'ada', email: 'ada@x.test', emali: 'x' }]
    expect(problemsOf(() => testEmulator({ seed: { users } as Seed }))).toEqual([
      'users[0].emali: unknown name "emali"; did you mean email?',
    ])
  })

  test('an organization can have its own role mapping', async () => {
    const custom: Seed = {
      custom_role_mappings: { Pro: { Chief: { permissions: ['x'] } } },
      users: [{ key: 'ada', email: 'ada@x.test' }],
      orgs: [{ key: 'acme', name: 'Acme', custom_role_mapping_name: 'Pro', members: { ada: 'Chief' } }],
    }
    await using other = testEmulator({ seed: custom })
    const { body } = await backend(other, 'GET', 'custom_role_mappings')
    expect(body).toEqual({ custom_role_mappings: [{ custom_role_mapping_name: 'Pro', num_orgs_subscribed: 1 }] })
    expect((await other.mintToken({ user: 'ada', org: 'acme' })).claims.org_member_info).toMatchObject({
      user_role: 'Chief',
      user_permissions: ['x'],
    })
  })
})

describe('the built-in seed', () => {
  test('the exported ids are those derived from the keys', () => {
    for (const persona of Object.values(PERSONAS)) expect(derivedUuid('user', persona.key)).toBe(persona.userId)
    for (const org of Object.values(PERSONA_ORGS)) expect(derivedUuid('org', org.key)).toBe(org.orgId)
  })

  test('only owner and admin may view the billing of Acme', async () => {
    await using emulator = testEmulator({ seed: DEFAULT_SEED })
    const permissions = async (user: string) => {
      const { claims } = await emulator.mintToken({ user, org: 'acme' })
      return (claims.org_member_info as { user_permissions: string[] }).user_permissions
    }
    expect(await permissions('owner')).toContain('can_view_billing')
    expect(await permissions('admin')).toContain('can_view_billing')
    expect(await permissions('member')).not.toContain('can_view_billing')
    expect(await permissions('multiOrg')).not.toContain('can_view_billing')
  })
})
