import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { backend, browser, read } from '../../../test/fixture.js'
import { ENDPOINT, emulatorWithInbox } from '../../../test/inbox.js'

const inbox = emulatorWithInbox()
const { emulator } = inbox
afterAll(() => emulator.close())
beforeEach(() => {
  emulator.reset()
  inbox.requests.length = 0
  inbox.answerAlways(204)
})

const control = async (method: string, path = '', body?: unknown) => {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) }
  return read(await emulator.fetch(`${emulator.authUrl}/_emulator/webhooks${path}`, init))
}

const HTML = { Accept: 'text/html,application/xhtml+xml' }
const open = (path = '') => browser(emulator).get(`/_emulator/webhooks${path}`, HTML)
const submit = (form: Record<string, string>, path = '') => browser(emulator).submit(`/_emulator/webhooks${path}`, form)

const endpoint = () => emulator.webhooks.endpoints()[0]?.id ?? ''
const newest = () => emulator.webhooks.deliveries()[0]?.id ?? ''

async function deliverOne(type = 'user.login', status = 204): Promise<string> {
  inbox.answerAlways(status)
  emulator.webhooks.send({ type })
  await emulator.webhooks.deliverDue()
  return newest()
}

describe('the control API', () => {
  test('lists endpoints and deliveries, newest first', async () => {
    await deliverOne('user.login')
    await deliverOne('org.updated', 500)
    const { body, headers } = await control('GET')
    expect(headers.get('Vary')).toContain('Accept')
    expect(body).toEqual({ endpoints: emulator.webhooks.endpoints(), deliveries: emulator.webhooks.deliveries() })
    expect(body.endpoints).toEqual([
      {
        id: expect.stringMatching(/^ep_\w{27}$/),
        url: ENDPOINT,
        events: [],
        enabled: true,
        disabledReason: null,
        secret: expect.stringMatching(/^whsec_/),
        oldSecretUntil: null,
        source: 'option',
      },
    ])
    expect(body.deliveries).toMatchObject([
      { eventType: 'org.updated', status: 'pending', lastStatus: 500, attempts: 1 },
      { eventType: 'user.login', status: 'succeeded', lastStatus: 204, nextAttempt: null },
    ])
  })

  test.each([
    ['type=user.login', 1],
    ['type=user.*', 1],
    ['type=*', 2],
    ['type=user', 0],
    ['type=%25', 0],
    ['status=pending', 1],
    ['status=', 2],
    ['limit=1', 1],
    ['endpoint=ep_other', 0],
  ])('?%s selects %i deliveries', async (query, count) => {
    await deliverOne('user.login')
    await deliverOne('org.updated', 500)
    expect((await control('GET', `?${query}`)).body.deliveries).toHaveLength(count)
  })

  test.each(['status=done', 'limit=0', 'limit=many', 'limit=100000'])('?%s is rejected', async (query) => {
    expect((await control('GET', `?${query}`)).status).toBe(400)
  })

  test('shows the requests and answers of a delivery', async () => {
    inbox.answer(new Response('{"code":"no_match"}', { status: 400, headers: { 'x-own': 'yes' } }))
    emulator.webhooks.send({ type: 'user.deleted' })
    await emulator.webhooks.deliverDue()
    const { body } = await control('GET', `/deliveries/${newest()}`)
    expect(JSON.parse(body.body)).toMatchObject({ event_type: 'user.deleted' })
    expect(body.history).toEqual([
      {
        time: expect.stringMatching(/^\d{4}-.*Z$/),
        durationMs: expect.any(Number),
        requestHeaders: Object.fromEntries(inbox.requests[0]?.headers ?? []),
        status: 400,
        responseHeaders: { 'content-type': 'text/plain;charset=UTF-8', 'x-own': 'yes' },
        responseBody: '{"code":"no_match"}',
        error: null,
      },
    ])
  })

  test('adds, changes, rotates and removes an endpoint', async () => {
    const { body: added } = await control('POST', '/endpoints', { url: `${ENDPOINT}/2`, events: ['org.*'] })
    expect(added).toMatchObject({ url: `${ENDPOINT}/2`, events: ['org.*'], enabled: true, source: 'added' })
    const path = `/endpoints/${added.id}`
    expect((await control('POST', path, { events: [], enabled: false })).body).toMatchObject({
      events: [],
      disabledReason: 'manual',
    })
    const { body: rotated } = await control('POST', `${path}/rotate`)
    expect(rotated.secret).not.toBe(added.secret)
    expect(rotated.oldSecretUntil).toMatch(/Z$/)
    expect((await control('DELETE', path)).status).toBe(200)
    expect(emulator.webhooks.endpoints()).toHaveLength(1)
  })

  test('replays, sends test events, and makes what is due', async () => {
    await deliverOne()
    expect((await control('POST', `/deliveries/${newest()}/replay`)).body).toMatchObject({ status: 'pending' })
    const { body } = await control('POST', '/send', { type: 'user.new_type', fields: { a: 1 }, endpoint: endpoint() })
    expect(body.deliveries).toMatchObject([{ eventType: 'user.new_type' }])
    await control('POST', '/deliver')
    expect(emulator.webhooks.deliveries({ status: 'succeeded' })).toMatchObject([{ attempts: 1 }, { attempts: 2 }])
  })

  test.each([
    ['POST', '/endpoints', {}, 400],
    ['POST', '/endpoints', { url: 'ftp://x.test' }, 400],
    ['POST', '/endpoints', { url: ENDPOINT, events: 'user.created' }, 400],
    ['POST', '/endpoints', { url: ENDPOINT, events: ['user.create'] }, 400],
    ['POST', '/endpoints', { url: ENDPOINT, secret: 'whsec_short' }, 400],
    ['POST', '/endpoints/none', { enabled: true }, 404],
    ['POST', '/endpoints/none/rotate', undefined, 404],
    ['DELETE', '/endpoints/none', undefined, 404],
    ['GET', '/deliveries/none', undefined, 404],
    ['POST', '/deliveries/none/replay', undefined, 404],
    ['POST', '/send', {}, 400],
    ['POST', '/send', { type: 'user.login', endpoint: 'none' }, 404],
    ['POST', '/send', { type: 'user.login', fields: [] }, 400],
  ])('%s %s with %j is %i, and changes nothing', async (method, path, body, status) => {
    expect((await control(method, path, body)).status).toBe(status)
    expect([emulator.webhooks.endpoints().length, emulator.webhooks.deliveries().length]).toEqual([1, 0])
  })

  test('a page of another origin cannot use it', async () => {
    const init = {
      method: 'POST',
      headers: { Origin: 'https://evil.example' },
      body: JSON.stringify({ url: ENDPOINT }),
    }
    const url = `${emulator.authUrl}/_emulator/webhooks/endpoints`
    expect((await emulator.fetch(url, init)).status).toBe(403)
    expect(
      (await browser(emulator).submit('/_emulator/webhooks', { action: 'add' }, 'https://evil.example')).status,
    ).toBe(403)
  })
})

describe('the pages', () => {
  test('show endpoints and deliveries', async () => {
    await deliverOne('user.login')
    await deliverOne('org.updated', 500)
    const { body, status, headers } = await open()
    expect(status).toBe(200)
    expect(headers.get('Content-Security-Policy')).not.toContain('script-src')
    const [shown] = emulator.webhooks.endpoints()
    for (const text of [ENDPOINT, shown?.secret ?? '', 'succeeded: 204', 'pending: 500', 'Send a test event'])
      expect(body).toContain(text)
    expect(body).toContain(`aria-label="Replay: org.updated to ${ENDPOINT}"`)
    expect((await browser(emulator).get('/_emulator', HTML)).body).toContain('pending: 500')
  })

  test('without endpoints say how to add one', async () => {
    emulator.webhooks.removeEndpoint(endpoint())
    const { body } = await open()
    expect(body).toContain('No endpoints yet. Add one here')
    expect(body).not.toContain('Send a test event')
  })

  test('filter, and keep the filter in forms and in the live page', async () => {
    await deliverOne('user.login')
    await deliverOne('org.updated', 500)
    const { body, headers } = await open('?status=pending&live')
    expect(headers.get('Refresh')).toBe('2')
    expect([body.includes('pending: 500'), body.includes('succeeded: 204')]).toEqual([true, false])
    expect(body).toContain('<option value="pending" selected>')
    expect(body).toContain('<a href="/_emulator/webhooks?status=pending">Stop</a>')
    expect(body).toContain('action="/_emulator/webhooks?status=pending&amp;live"')
    const { status, headers: answer } = await submit({ action: 'replay', delivery: newest() }, '?status=pending&live')
    expect([status, answer.get('Location')]).toEqual([303, '/_emulator/webhooks?status=pending&live'])
  })

  test('the dashboard is live on demand', async () => {
    const visitor = browser(emulator)
    expect((await visitor.get('/_emulator', HTML)).headers.has('Refresh')).toBe(false)
    expect((await visitor.get('/_emulator?live', HTML)).headers.get('Refresh')).toBe('2')
  })

  test('forms add, disable, enable, rotate and remove an endpoint, and send test events', async () => {
    const form = { action: 'add', url: ` ${ENDPOINT}/2 `, events: 'user.created, org.*', secret: '' }
    expect((await submit(form)).status).toBe(303)
    const added = () => emulator.webhooks.endpoints()[1]
    expect(added()).toMatchObject({ url: `${ENDPOINT}/2`, events: ['user.created', 'org.*'] })
    const { id = '', secret } = added() ?? {}
    await submit({ action: 'disable', endpoint: id })
    expect(added()?.enabled).toBe(false)
    await submit({ action: 'enable', endpoint: id })
    expect(added()?.enabled).toBe(true)
    await submit({ action: 'rotate', endpoint: id })
    expect(added()?.secret).not.toBe(secret)
    expect((await open()).body).toContain('The old one signs, too, until')
    await submit({ action: 'send', type: 'org.created', endpoint: '' })
    expect(emulator.webhooks.deliveries()).toHaveLength(2)
    await submit({ action: 'remove', endpoint: id })
    expect(added()).toBeUndefined()
    expect((await submit({ action: 'constructor' })).status).toBe(303)
  })

  test.each([
    [{ action: 'add', url: 'ftp://x.test' }, 'The URL must be an http(s) URL'],
    [{ action: 'replay', delivery: 'none' }, 'There is no delivery'],
    [{ action: 'remove', endpoint: 'none' }, 'There is no webhook endpoint'],
    [{ action: 'send', type: '' }, 'Must be 1 to 100 letters'],
  ])('%j is an error on the page', async (form, message) => {
    const { status, body } = await submit(form)
    expect(status).toBe(400)
    expect(body).toContain(`<p class="error" role="alert">${message}`)
  })

  test('a page with an error does not reload, also where the page is live', async () => {
    const { body, headers } = await submit({ action: 'replay', delivery: 'none' }, '?status=pending&live')
    expect(body).toContain('There is no delivery')
    expect(headers.has('Refresh')).toBe(false)
    expect(body).toContain('<a href="/_emulator/webhooks?status=pending&amp;live">Show deliveries as they happen</a>')
  })

  test('of a delivery has its body, attempts, and a replay', async () => {
    const id = await deliverOne('user.deleted', 500)
    const { body } = await open(`/deliveries/${id}`)
    for (const text of ['user.deleted', 'svix-signature: v1,', 'Attempts (1)', '&quot;event_type&quot;'])
      expect(body).toContain(text)
    const { status, headers } = await submit({ action: 'replay', delivery: id }, `/deliveries/${id}`)
    expect([status, headers.get('Location')]).toEqual([303, `/_emulator/webhooks/deliveries/${id}`])
    expect((await open('/deliveries/none')).status).toBe(404)
  })
})

test('what an app, a receiver or an address chooses is escaped on every page', async () => {
  const text = '"><img src=x onerror=alert(1)>'
  const { id } = emulator.webhooks.addEndpoint({ url: `${ENDPOINT}?${text}` })
  inbox.answer(new Response(text, { status: 500, headers: { 'x-own': text } }), new Error(text))
  const [sent] = emulator.webhooks.send({ type: 'user.login', endpoint: id, fields: { [text]: text } })
  await emulator.webhooks.deliverDue()
  emulator.advanceClock(5)
  await emulator.webhooks.deliverDue()
  expect(emulator.webhooks.delivery(sent?.id ?? '').lastError).toBe(text)
  const query = `?type=${encodeURIComponent(text)}`
  const pages = [
    await open(),
    await open(query),
    await open(`/deliveries/${sent?.id}`),
    await browser(emulator).get('/_emulator', HTML),
    await submit({ action: 'replay', delivery: text }, `?live&${text}`),
    await submit({ action: 'replay', delivery: text }, `/deliveries/${sent?.id}`),
  ]
  for (const { body } of pages) expect([body.includes('<img'), body.includes('&lt;img')]).toEqual([false, true])
})

test('without an endpoint, no change is stored', async () => {
  emulator.webhooks.removeEndpoint(endpoint())
  await backend(emulator, 'POST', 'user/', { email: 'ada@x.test' })
  emulator.webhooks.addEndpoint({ url: ENDPOINT })
  expect(emulator.webhooks.deliveries()).toEqual([])
})
