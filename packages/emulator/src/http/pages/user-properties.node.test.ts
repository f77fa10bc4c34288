import { describe, expect, test } from 'vitest'
import { backend, browser, testEmulator } from '../../../test/fixture.js'
import { type Emulator, PERSONAS, type UserProperties } from '../../index.js'

const { owner } = PERSONAS
const form = { email: 'new@x.test', password: 'long enough' }

type Custom = NonNullable<UserProperties['custom_properties']>[number]
const text = (name: string, more: Partial<Custom> = {}): Custom => ({
  name,
  display_name: `The ${name}`,
  field_type: 'Text',
  ...more,
})

async function withSchema(user_properties: UserProperties, check: (emulator: Emulator) => Promise<void>) {
  await using emulator = testEmulator()
  emulator.changeSettings({ user_properties })
  await check(emulator)
}

const storedUser = async (emulator: Emulator, email = form.email) =>
  (await backend(emulator, 'GET', `user/email?email=${email}`)).body

describe('the sign-up', () => {
  const schema: UserProperties = {
    name_property: {},
    username_property: { display_name: 'Account name' },
    phone_number_property: { required: false },
    tos_property: { tos_links: [{ name: 'Our terms', url: 'https://x.test/terms' }] },
    referral_source_property: {},
    custom_properties: [
      text('plan', { field_type: 'Enum', enum_values: ['free', 'pro'], required: false }),
      text('size', { field_type: 'Integer', required: false }),
      text('about', { field_type: 'LongText', required: false }),
      text('layout', { field_type: 'Json', required: false }),
      text('news', { field_type: 'Toggle', required: false }),
      text('later', { collect_on_signup: false }),
      text('internal', { user_writable: 'Read' }),
    ],
  }

  test('asks for what is collected on sign-up, with the words and values of the project', () =>
    withSchema(schema, async (emulator) => {
      const { body } = await browser(emulator).get('/signup')
      const shown = ['First name', 'Account name', 'Phone number (optional)', 'How did you hear about us?', 'The plan']
      for (const label of [...shown, 'I accept the terms', 'Our terms', 'Social media', '>pro<'])
        expect(body).toContain(label)
      for (const hidden of ['The later', 'The internal']) expect(body).not.toContain(hidden)
      expect(body).toMatch(/name="property:referral_source" required/)
    }))

  test('asks for nothing that is disabled', () =>
    withSchema({}, async (emulator) => {
      const { body } = await browser(emulator).get('/signup')
      for (const hidden of ['First name', 'Username', 'property:']) expect(body).not.toContain(hidden)
      expect((await browser(emulator).submit('/signup', form)).status).toBe(303)
    }))

  test('without a user schema has the names only', async () => {
    await using emulator = testEmulator()
    const { body } = await browser(emulator).get('/signup')
    expect([body.includes('First name'), body.includes('Username')]).toEqual([true, false])
    expect((await browser(emulator).submit('/signup', { ...form, username: 'x' })).status).toBe(303)
    expect((await storedUser(emulator)).username).not.toBe('x')
  })

  test('stores what was entered, each with its type', () =>
    withSchema(schema, async (emulator) => {
      const entered = {
        username: 'ada',
        'property:tos': 'on',
        'property:referral_source': 'Other',
        'property:plan': 'pro',
        'property:size': ' 12 ',
        'property:about': 'a\r\nb',
        'property:layout': '{"a": [1]}',
        'property:phone_number': '',
        'property:internal': 'x',
        'property:unknown': 'x',
      }
      expect((await browser(emulator).submit('/signup', { ...form, ...entered })).status).toBe(303)
      expect(await storedUser(emulator)).toMatchObject({ username: 'ada' })
      expect((await storedUser(emulator)).properties).toEqual({
        tos: true,
        referral_source: 'Other',
        plan: 'pro',
        size: 12,
        about: 'a\nb',
        layout: { a: [1] },
        news: false,
      })
    }))

  test('says at the field what is missing or wrong, and keeps what was entered', () =>
    withSchema(schema, async (emulator) => {
      const wrong = {
        'property:plan': 'gold',
        'property:size': 'many',
        'property:layout': '{',
        'property:about': '<b>',
      }
      const { status, body } = await browser(emulator).submit('/signup', { ...form, ...wrong })
      expect(status).toBe(400)
      expect(body.match(/This field is required\./g)).toHaveLength(2)
      for (const reason of ['Must be one of free, pro.', 'Must be a whole number.', 'Must be JSON.'])
        expect(body).toContain(reason)
      expect(body).toContain('\n&lt;b&gt;</textarea>')
      expect((await storedUser(emulator)).user_id).toBeUndefined()
    }))
})

test.each(['a[]', 'a\nb', 'a\r\nb', '\ud800', '__proto__', '"><b>'])('a required property can be named %j', (name) =>
  withSchema({ custom_properties: [text(name)] }, async (emulator) => {
    const { body } = await browser(emulator).get('/signup')
    const [, field = ''] = /name="(property:[^"]+)"/.exec(body) ?? []
    expect((await browser(emulator).submit('/signup', { ...form, [field]: 'x' })).status).toBe(303)
    const { properties } = await storedUser(emulator)
    expect(Object.entries(properties)).toEqual([[name, 'x']])
  }),
)

describe('the account', () => {
  const schema: UserProperties = {
    phone_number_property: { show_in_account: true, required: false },
    referral_source_property: { required: false },
    custom_properties: [
      text('plan', { required: false }),
      text('once', { required: false, user_writable: 'WriteIfUnset' }),
      text('customer', { required: false, user_writable: 'Read' }),
      text('hidden', { required: false, show_in_account: false }),
      text('size', { field_type: 'Integer' }),
    ],
  }
  const stored = { plan: 'pro', once: 'first', customer: 'c-1', hidden: 'h', size: 3, other: true }

  async function signedIn(emulator: Emulator, properties: object = stored) {
    emulator.changeSettings({ user_property_checks: 'off' })
    await backend(emulator, 'PUT', `user/${owner.userId}`, { properties })
    emulator.changeSettings({ user_property_checks: 'strict' })
    const visitor = browser(emulator)
    await visitor.submit('/login', { email: owner.email, password: owner.password })
    return visitor
  }

  const propertiesOf = async (emulator: Emulator) => (await storedUser(emulator, owner.email)).properties

  test('shows what is for it: fields for what the user may change, the rest as text', () =>
    withSchema(schema, async (emulator) => {
      const { body } = await (await signedIn(emulator)).get('/account')
      for (const name of ['plan', 'size', 'phone_number']) expect(body).toContain(`name="property:${name}"`)
      for (const name of ['once', 'customer']) expect(body).toContain(`<dt>The ${name}</dt>`)
      for (const absent of ['property:once', 'property:customer', 'The hidden', 'How did you hear', 'First name'])
        expect(body).not.toContain(absent)
      expect(body).toContain('<dd>c-1</dd>')
      expect(body.match(/<dt>/g)).toHaveLength(2)
    }))

  test('saves what the user may change, removes what was emptied, and leaves the rest alone', () =>
    withSchema(schema, async (emulator) => {
      const visitor = await signedIn(emulator)
      const entered = { 'property:plan': '', 'property:size': '4', 'property:customer': 'mine', 'property:once': 'x' }
      const { headers } = await visitor.submit('/account/profile', { ...entered, 'property:hidden': 'x' })
      expect(headers.get('Location')).toBe('/account?done=profile')
      const { plan: _, ...rest } = stored
      expect(await propertiesOf(emulator)).toEqual({ ...rest, size: 4 })
    }))

  test('a field that was left as it was keeps a value that browsers do not show as it is stored', async () => {
    const kinds = {
      Date: ['2026-05-01T10:00:00Z', '2026-05-01'],
      Enum: ['gone', ''],
      Integer: ['many', ''],
      LongText: ['a\r\nb', 'a\r\nb'],
      Text: ['a\nb', 'ab'],
      Toggle: ['yes', ''],
      Url: [' https://x.test ', 'https://x.test'],
    } as const
    const types = Object.keys(kinds) as (keyof typeof kinds)[]
    const definitions = types.map((type) =>
      text(type, { field_type: type, required: false, ...(type === 'Enum' ? { enum_values: ['a'] } : {}) }),
    )
    await withSchema({ custom_properties: [...definitions, text('plan', { required: false })] }, async (emulator) => {
      const values = Object.fromEntries(types.map((type) => [type, kinds[type][0]]))
      const visitor = await signedIn(emulator, values)
      expect((await visitor.get('/account')).body).toContain('value="2026-05-01"')
      const sent = Object.fromEntries(types.map((type) => [`property:${type}`, kinds[type][1]]))
      await visitor.submit('/account/profile', { ...sent, 'property:plan': 'pro' })
      expect(await propertiesOf(emulator)).toEqual({ ...values, plan: 'pro' })
      await visitor.submit('/account/profile', { ...sent, 'property:plan': 'pro', 'property:Date': '' })
      const { Date: _, ...rest } = values
      expect(await propertiesOf(emulator)).toEqual({ ...rest, plan: 'pro' })
    })
  })

  test('a property that is written once can be set while it has no value', () =>
    withSchema(schema, async (emulator) => {
      const visitor = await signedIn(emulator, { size: 3 })
      await visitor.submit('/account/profile', { 'property:once': 'now', 'property:size': '3' })
      await visitor.submit('/account/profile', { 'property:once': 'later', 'property:size': '3' })
      expect(await propertiesOf(emulator)).toEqual({ once: 'now', size: 3 })
    }))

  test('refuses a value of another type and an empty one that is required, with what was entered', () =>
    withSchema(schema, async (emulator) => {
      const visitor = await signedIn(emulator)
      for (const [entered, reason] of [
        ['x', 'Must be a whole number.'],
        ['', 'This field is required.'],
      ] as const) {
        const { status, body } = await visitor.submit('/account/profile', {
          'property:size': entered,
          'property:plan': 'typed',
        })
        expect([status, body.includes(reason), body.includes('value="typed"')]).toEqual([400, true, true])
      }
      expect(await propertiesOf(emulator)).toEqual(stored)
    }))
})

describe('a login', () => {
  const schema: UserProperties = {
    tos_property: {},
    custom_properties: [text('team'), text('id', { user_writable: 'Read' }), text('nick', { required: false })],
  }

  test('asks for what is required and missing, before apps get a session', () =>
    withSchema(schema, async (emulator) => {
      const visitor = browser(emulator)
      const session = async () => (await visitor.get('/api/v1/refresh_token')).status
      const { headers } = await visitor.submit('/login', { email: owner.email, password: owner.password })
      expect(headers.get('Location')).toContain('/login/steps')
      const { body } = await visitor.get('/login/steps')
      expect(body).toContain('Complete your profile')
      for (const absent of ['The id', 'The nick']) expect(body).not.toContain(absent)
      expect(await session()).toBe(401)
      const refused = await visitor.submit('/login/steps', { 'property:team': 'red' })
      expect([refused.status, refused.body.includes('This field is required.')]).toEqual([400, true])
      expect(refused.body).toContain('value="red"')
      await visitor.submit('/login/steps', { 'property:team': 'red', 'property:tos': 'on' })
      expect((await visitor.get('/login/steps')).headers.get('Location')).toBe('/account')
      expect(await session()).toBe(200)
      expect((await storedUser(emulator, owner.email)).properties).toEqual({ team: 'red', tos: true })
    }))

  test('asks users for what only later ones need if they were created after `required_by`', async () => {
    const now = Date.parse('2026-03-01T00:00:00Z')
    await using emulator = testEmulator({ now: () => now })
    const requiredBy = (seconds: number) =>
      emulator.changeSettings({ user_properties: { custom_properties: [text('team', { required_by: seconds })] } })
    const logIn = async () => {
      const { headers } = await browser(emulator).submit('/login', { email: owner.email, password: owner.password })
      return headers.get('Location')
    }
    requiredBy(now / 1000 + 1)
    expect(await logIn()).toBe('/account')
    requiredBy(now / 1000)
    expect(await logIn()).toContain('/login/steps')
  })

  test('with steps that are only reported works without them', () =>
    withSchema(schema, async (emulator) => {
      emulator.changeSettings({ login_steps: 'reported' })
      const visitor = browser(emulator)
      await visitor.submit('/login', { email: owner.email, password: owner.password })
      expect((await visitor.get('/api/v1/refresh_token')).status).toBe(200)
    }))
})
