import { describe, expect, test } from 'vitest'
import { backend, testEmulator } from '../../../test/fixture.js'
import { PERSONAS, type SeedSettings, type UserProperties } from '../../index.js'

const { owner } = PERSONAS

const custom = (name: string, field_type: string, more: object = {}) =>
  ({ name, display_name: name, field_type, ...more }) as NonNullable<UserProperties['custom_properties']>[number]

const emulatorWith = (user_properties: UserProperties, settings: SeedSettings = {}) => {
  const emulator = testEmulator()
  emulator.changeSettings({ user_properties, ...settings })
  return emulator
}

describe('an access token', () => {
  const stored = { plan: 'pro', secret: 'x', tos: true, phone_number: '+15550100', referral_source: 'Other', old: 1 }

  async function claimsWith(user_properties: UserProperties | null, settings: SeedSettings = {}) {
    await using emulator = testEmulator()
    const profile = { username: 'ada', picture_url: 'https://x.test/a.png', properties: stored, metadata: { crm: 7 } }
    await backend(emulator, 'PUT', `user/${owner.userId}`, profile)
    emulator.changeSettings({ user_properties, ...settings })
    return (await emulator.mintToken({ user: owner.userId })).claims
  }

  test('has all properties in a project without a user schema, and neither metadata nor picture', async () => {
    const claims = await claimsWith(null)
    expect(claims).toMatchObject({ first_name: 'Olivia', username: 'ada', properties: stored })
    expect(Object.keys(claims)).not.toContain('metadata')
    expect(Object.keys(claims)).not.toContain('picture_url')
  })

  test('has those with in_jwt, with the defaults of the service', async () => {
    const schema: UserProperties = {
      name_property: {},
      username_property: {},
      metadata_property: {},
      picture_url_property: {},
      phone_number_property: {},
      tos_property: {},
      referral_source_property: {},
      custom_properties: [custom('plan', 'Text'), custom('secret', 'Text', { in_jwt: false })],
    }
    expect(await claimsWith(schema)).toMatchObject({
      first_name: 'Olivia',
      username: 'ada',
      metadata: { crm: 7 },
      picture_url: 'https://x.test/a.png',
      properties: { plan: 'pro', referral_source: 'Other' },
    })
    const { properties } = await claimsWith(schema)
    expect(properties).toEqual({ plan: 'pro', referral_source: 'Other' })
    const inside = await claimsWith(schema, { user_property_claims: 'properties' })
    expect(inside.properties).toEqual({
      metadata: { crm: 7 },
      picture_url: 'https://x.test/a.png',
      plan: 'pro',
      referral_source: 'Other',
    })
    expect([inside.metadata, inside.picture_url]).toEqual([undefined, undefined])
  })

  test('has nothing of a property that is disabled or has in_jwt: false', async () => {
    const off = { in_jwt: false }
    const none = { name_property: off, username_property: off, metadata_property: off, picture_url_property: off }
    for (const schema of [{}, none]) {
      const names = Object.keys(await claimsWith(schema))
      for (const name of ['first_name', 'last_name', 'username', 'metadata', 'picture_url', 'properties'])
        expect(names).not.toContain(name)
      expect(names).toContain('email')
    }
  })
})

describe('the backend API', () => {
  const schema: UserProperties = {
    phone_number_property: {},
    tos_property: {},
    referral_source_property: { options: ['Search'] },
    custom_properties: [
      custom('box', 'Checkbox'),
      custom('switch', 'Toggle'),
      custom('day', 'Date'),
      custom('plan', 'Enum', { enum_values: ['free', 'pro'] }),
      custom('size', 'Integer'),
      custom('any', 'Json'),
      custom('long', 'LongText'),
      custom('short', 'Text'),
      custom('site', 'Url'),
      custom('__proto__', 'Text'),
    ],
  }

  test('takes values of the types, and a user without those that are required', async () => {
    await using emulator = emulatorWith(schema)
    const properties = {
      phone_number: '+15550100',
      tos: true,
      referral_source: 'Search',
      box: false,
      switch: true,
      day: '2026-02-28',
      plan: 'pro',
      size: -3,
      any: [{ a: null }],
      long: 'a\nb',
      short: '',
      site: 'https://x.test/?a=1',
      ['__proto__']: 'x',
    }
    const { status, body } = await backend(emulator, 'POST', 'user/', { email: 'a@x.test', properties })
    expect(status).toBe(200)
    expect((await backend(emulator, 'GET', `user/${body.user_id}`)).body.properties).toEqual(properties)
    expect((await backend(emulator, 'POST', 'user/', { email: 'b@x.test' })).status).toBe(200)
  })

  test.each([
    ['phone_number', 5, 'Must be a text.'],
    ['tos', 'yes', 'Must be true or false.'],
    ['referral_source', 'Other', 'Must be one of Search.'],
    ['box', 1, 'Must be true or false.'],
    ['switch', 'on', 'Must be true or false.'],
    ['day', '28.2.2026', 'Must be a date as YYYY-MM-DD.'],
    ['day', '2026-13-01', 'Must be a date as YYYY-MM-DD.'],
    ['plan', 'gold', 'Must be one of free, pro.'],
    ['plan', ['free'], 'Must be one of free, pro.'],
    ['size', 1.5, 'Must be a whole number.'],
    ['size', '1', 'Must be a whole number.'],
    ['long', {}, 'Must be a text.'],
    ['short', true, 'Must be a text.'],
    ['site', 'javascript:alert(1)', 'Must be a URL that begins with http:// or https://.'],
    ['other', 'x', 'Is not enabled in the user schema.'],
    ['constructor', 'x', 'Is not enabled in the user schema.'],
    ['__proto__', 1, 'Must be a text.'],
  ])('refuses %s: %j with the field `properties`, unless the checks are off', async (name, value, reason) => {
    await using emulator = emulatorWith(schema)
    const user = { email: 'a@x.test', properties: { [name]: value } }
    const refusal = { status: 400, body: { properties: [`${name}: ${reason}`] } }
    expect(await backend(emulator, 'POST', 'user/', user)).toMatchObject(refusal)
    expect(await backend(emulator, 'PUT', `user/${owner.userId}`, user)).toMatchObject(refusal)
    emulator.changeSettings({ user_property_checks: 'off' })
    expect((await backend(emulator, 'POST', 'user/', user)).status).toBe(200)
  })

  test('refuses names, usernames, metadata and pictures that the user schema does not have', async () => {
    await using emulator = emulatorWith({})
    const profile = { first_name: 'Ada', username: 'ada', metadata: { a: 1 }, picture_url: 'https://x.test/' }
    const { status, body } = await backend(emulator, 'PUT', `user/${owner.userId}`, profile)
    expect([status, Object.keys(body)]).toEqual([400, ['first_name', 'username', 'metadata', 'picture_url']])
    const all = { name_property: {}, username_property: {}, metadata_property: {}, picture_url_property: {} }
    emulator.changeSettings({ user_properties: all })
    expect((await backend(emulator, 'PUT', `user/${owner.userId}`, profile)).status).toBe(200)
    emulator.changeSettings({ has_names: false, has_usernames: false })
    expect((await backend(emulator, 'PUT', `user/${owner.userId}`, profile)).status).toBe(400)
  })

  test('a value that the user has already stays, whatever the user schema is now', async () => {
    await using emulator = testEmulator()
    const change = (properties: object) => backend(emulator, 'PUT', `user/${owner.userId}`, { properties })
    await change({ plan: 'gold', old: 1 })
    emulator.changeSettings({ user_properties: schema })
    expect((await change({ plan: 'gold', old: 1, size: 2 })).status).toBe(200)
    expect((await change({ plan: 'silver', old: 2 })).body.properties).toHaveLength(2)
  })
})
