import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { backend, browser, callControl, testEmulator } from '../../../../test/fixture.js'
import { toolVisitor } from '../../../../test/tool-visitor.js'
import { PERSONAS } from '../../../index.js'

const emulator = testEmulator()
afterAll(() => emulator.close())
beforeEach(() => emulator.reset())

const HTML = { Accept: 'text/html,application/xhtml+xml' }
const { open, submit } = toolVisitor(emulator)

const control = (method: string, path: string, body?: unknown) => callControl(emulator, method, path, body)

describe('the page about requests', () => {
  test('shows what was asked, newest first, with a command that repeats it', async () => {
    await emulator.fetch(`${emulator.authUrl}/api/v1/refresh_token`)
    await backend(emulator, 'GET', `user/${PERSONAS.owner.userId}`)
    const body = await open('requests')
    expect(body).toContain('Log (2)')
    const paths = Array.from(body.matchAll(/<th scope="row">GET <code class="line">([^<]+)</g), ([, path]) => path)
    expect(paths).toEqual([`/api/backend/v1/user/${PERSONAS.owner.userId}`, '/api/v1/refresh_token'])
    expect(body).toContain(`curl -g &#39;${emulator.authUrl}/api/backend/v1/user/${PERSONAS.owner.userId}&#39;`)
    expect(body.match(/Authorization: Bearer \$PROPELAUTH_API_KEY/g)).toHaveLength(1)
    expect(body).not.toContain(emulator.apiKey)
  })

  test('repeats query and body, with a placeholder for every secret', async () => {
    const change = { first_name: "O'Ada", password: 'long enough', metadata: { note: 'a b' } }
    await backend(emulator, 'PUT', `user/${PERSONAS.owner.userId}?include_orgs=true&t=secret`, change)
    const form = { email: PERSONAS.owner.email, password: PERSONAS.owner.password }
    await browser(emulator).submit('/login?rt=x', form)
    const body = await open('requests')
    expect(body).toContain(`/user/${PERSONAS.owner.userId}?include_orgs=true&amp;t=***&#39;`)
    const json = '{"first_name":"O\'\\\'\'Ada","password":"***","metadata":{"note":"a b"}}'
    expect(body).toContain(`--data-raw &#39;${json.replaceAll("'", '&#39;').replaceAll('"', '&quot;')}&#39;`)
    expect(body).toContain(`--data-raw &#39;email=${encodeURIComponent(form.email)}&amp;password=***&#39;`)
    expect(body).not.toContain('long enough')
    expect(emulator.requests('/login')).toMatchObject([{ query: 'rt=x', body: expect.stringContaining('***') }])
  })

  test('keeps no body that is long, or is neither JSON nor a form', async () => {
    await backend(emulator, 'POST', 'user/', { email: 'a@x.test', metadata: { text: 'a '.repeat(1000) } })
    await backend(emulator, 'POST', 'user/', 'no JSON')
    await backend(emulator, 'GET', `user/query?email_or_username=${'a+'.repeat(1000)}`)
    expect(emulator.requests().map(({ query, body }) => [query, body])).toEqual([
      ['', null],
      ['', null],
      ['', null],
    ])
  })

  test('tools get JSON, and clear the log', async () => {
    await backend(emulator, 'GET', 'user/x')
    expect((await control('GET', 'requests')).body).toEqual({ requests: emulator.requests() })
    expect((await control('DELETE', 'requests')).body).toEqual({})
    expect((await browser(emulator).get('/_emulator/requests', HTML)).headers.get('Vary')).toContain('Accept')
  })

  test.each([
    ['?path=/api/*', 2],
    ['?path=/login', 1],
    ['?path=/nothing', 0],
    ['?outcome=refused', 1],
    ['?outcome=failed', 0],
    ['?outcome=toString', 3],
    ['?path=/api/*&outcome=answered', 1],
  ])('%s shows %i requests', async (query, count) => {
    await backend(emulator, 'GET', `user/${PERSONAS.owner.userId}`)
    await backend(emulator, 'GET', 'user/x')
    await emulator.fetch(`${emulator.authUrl}/login`)
    expect(await open(`requests${query}`)).toContain(`Log (${count})`)
  })

  test('has pages, is live on demand, and can be cleared', async () => {
    for (let index = 0; index < 60; index++) await emulator.fetch(`${emulator.authUrl}/readyz/${index}`)
    expect(await open('requests?page=2')).toContain('/readyz/0<')
    const live = await browser(emulator).get('/_emulator/requests?path=/readyz*&live', HTML)
    expect(live.headers.get('Refresh')).toBe('2')
    expect(live.body).toContain('<input type="hidden" name="live" value="">')
    const { status, headers } = await submit('requests?path=/readyz*', { action: 'clear' })
    expect([status, headers.get('Location')]).toEqual([303, '/_emulator/requests?path=%2Freadyz*&done=clear'])
    expect(emulator.requests()).toEqual([])
  })
})

describe('the page about text messages', () => {
  test('shows the messages with their codes; tools get JSON', async () => {
    const seed = { users: [{ key: 'a', email: 'a@x.test', password: 'long enough', mfa_phones: ['+15550100'] }] }
    await using withPhone = testEmulator({ seed })
    const guest = browser(withPhone)
    expect((await guest.get('/_emulator/sms', HTML)).body).toContain('No messages.')
    await guest.submit('/login', { email: 'a@x.test', password: 'long enough' })
    const [message] = withPhone.sms()
    const { body } = await guest.get('/_emulator/sms?to=%2B15550100', HTML)
    expect(body).toContain(`<code class="secret">${message?.code}</code>`)
    expect(body).toContain('Messages to +15550100 (1)')
    expect((await guest.get('/_emulator/sms')).body).toEqual({ sms: [message] })
    expect((await guest.get('/_emulator/sms?to=1', HTML)).body).toContain('Messages to 1 (0)')
  })
})

describe('the page about faults and the clock', () => {
  test('adds a rule that works, shows what is left of it, and removes all', async () => {
    const form = { action: 'add', group: 'backend', fault: 'server-error', times: '2', path: '', status: '' }
    expect((await submit('faults', form)).headers.get('Location')).toBe('/_emulator/faults?done=add')
    expect((await backend(emulator, 'GET', 'user/x')).status).toBe(500)
    const body = await open('faults')
    expect(body).toContain('Fault rules (1)')
    expect(body).toContain('<td data-label="Left">1</td>')
    await submit('faults', { action: 'add', path: '/login', status: '418', delayMs: '1', body: 'x', answerOnly: 'on' })
    expect(await open('faults')).toContain('status 418, after 1 ms, the answer only')
    await submit('faults', { action: 'clear' })
    expect((await control('GET', 'faults')).body).toEqual({ faults: [] })
  })

  test('a rule that holds requests shows how many wait, and releases them', async () => {
    await submit('faults', { action: 'add', group: 'keys', hold: 'on', probability: '1', seed: '3' })
    const waiting = emulator.fetch(`${emulator.authUrl}/.well-known/jwks.json`)
    await expect.poll(() => open('faults')).toContain('held until released (1 waiting), probability 1')
    expect((await submit('faults', { action: 'release' })).headers.get('Location')).toBe(
      '/_emulator/faults?done=release',
    )
    expect((await waiting).status).toBe(200)
  })

  test.each([
    [{}, 'path: A path or a group is required.'],
    [{ group: 'none' }, 'group: '],
    [{ group: 'session', status: '99' }, 'status: Must be between 200 and 599.'],
    [{ group: 'session', status: '1.5' }, 'status: Must be a whole number from 0 on.'],
    [{ group: 'session', times: '0' }, 'times: Must be at least 1.'],
    [{ group: 'session', delayMs: '9999999' }, 'delayMs: '],
    [{ group: 'session', probability: '2' }, 'probability: Must be a number above 0 and at most 1.'],
    [{ group: 'session', probability: 'half' }, 'probability: Must be a number.'],
  ])('refuses the rule %j, and keeps what was entered', async (form, reason) => {
    const { status, body } = await submit('faults', { action: 'add', ...form })
    expect([status, body.includes(reason)]).toEqual([400, true])
    expect((await control('GET', 'faults')).body).toEqual({ faults: [] })
  })

  test('a JSON call is not a form, and a form is not a JSON call', async () => {
    const rule = { group: 'session', fault: 'away' }
    expect((await control('POST', 'faults', rule)).status).toBe(200)
    expect((await control('GET', 'faults')).body.faults).toHaveLength(1)
    expect((await submit('faults', rule)).status).toBe(400)
  })

  test.each([
    ['5', 'minutes', 300],
    ['0.5', 'hours', 1800],
    ['15', 'days', 1_296_000],
    ['7', 'seconds', 7],
  ])('moves the clock ahead by %s %s, and back', async (amount, unit, seconds) => {
    await submit('faults', { action: 'advance', amount, unit })
    expect((await control('GET', 'clock')).body.advanced).toBe(seconds)
    expect(await open('faults')).toContain(`${seconds} seconds ahead of the system.`)
    await submit('faults', { action: 'restore' })
    expect((await control('GET', 'clock')).body.advanced).toBe(0)
  })

  test.each([
    { amount: '', unit: 'days' },
    { amount: '-1', unit: 'days' },
    { amount: '1e99', unit: 'days' },
    { amount: 'soon', unit: 'days' },
    { amount: '1', unit: 'toString' },
    { amount: '4000', unit: 'days' },
  ])('refuses to move it by %j', async (form) => {
    expect((await submit('faults', { action: 'advance', ...form })).status).toBe(400)
    expect((await control('GET', 'clock')).body.advanced).toBe(0)
  })

  test('the clock is set back by HTTP, too', async () => {
    await control('POST', 'clock', { advance: 60 })
    expect((await control('DELETE', 'clock')).body.advanced).toBe(0)
  })
})

test('the page about mail is live on demand', async () => {
  expect((await browser(emulator).get('/_emulator/mail?live', HTML)).headers.get('Refresh')).toBe('2')
  expect((await browser(emulator).get('/_emulator/mail', HTML)).headers.has('Refresh')).toBe(false)
})
