import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { badTokens } from '@propelauth-edge/core/testing'
import { bundleText, forWorkers } from 'test-kit/bundle'
import { startWorkerd } from 'test-kit/workerd'
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { issuer } from './issuer.ts'

const protocol = 'propelauth.bearer'

/** Bundles a module that imports the Worker of the recipe. */
const bundle = (contents: string) =>
  bundleText(contents, fileURLToPath(new URL('../src/durable-object', import.meta.url)), {
    ...forWorkers,
    external: ['cloudflare:workers'],
  })

interface Settings {
  readonly script?: string
  readonly sessionSeconds?: number
}

const recipe = await bundle(`export * from './worker.ts'; export { default } from './worker.ts'`)

const startWorker = ({ script = recipe, sessionSeconds = 1_800 }: Settings = {}) =>
  startWorkerd(script, {
    name: 'rooms',
    bindings: { PROPELAUTH_AUTH_URL: issuer.authUrl, SESSION_SECONDS: sessionSeconds },
    durableObjects: { ROOMS: { className: 'Room', useSQLite: true } },
  })

const { miniflare, url } = await startWorker()

afterAll(() => miniflare.dispose())

/** The HTTP response to an upgrade, which browsers do not show. */
async function upgrade(path: string, protocols: string, headers: Record<string, string> = {}) {
  const handshake = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' }
  const key = { 'sec-websocket-key': btoa('0123456789abcdef') }
  const offered: Record<string, string> = protocols ? { 'sec-websocket-protocol': protocols } : {}
  const sent = request(new URL(path, url), { headers: { ...handshake, ...key, ...offered, ...headers } }).end()
  const [response]: IncomingMessage[] = await Promise.race([once(sent, 'upgrade'), once(sent, 'response')])
  if (!response) throw new Error('no answer')
  if (response.statusCode === 101) response.socket.destroy()
  let body = ''
  if (response.statusCode !== 101) for await (const chunk of response) body += chunk
  return {
    status: response.statusCode,
    headers: response.headers,
    body: body.startsWith('{') ? JSON.parse(body) : body,
  }
}

const tokenOf = (userId: string, org = {}) =>
  issuer.token({ user: { userId }, orgs: [{ orgId: 'acme', role: 'Admin', ...org }] })

describe('an upgrade', () => {
  test('without a token is a 401 with a challenge', async () => {
    const bare = { status: 401, headers: { 'www-authenticate': 'Bearer realm="propelauth"' } }
    expect(await upgrade('/rooms/acme', '')).toMatchObject({ ...bare, body: { code: 'missing_token' } })
    expect((await upgrade('/rooms/acme', protocol)).status).toBe(401)
    expect((await upgrade('/rooms/acme', '', { 'x-member': '{"userId":"ada"}' })).status).toBe(401)
  })

  test('with an invalid token is a 401', async () => {
    const wrong = await badTokens(issuer)
    for (const title of ['expired', 'signed by another key of the same id']) {
      const { token, code } = wrong.find((row) => row.title === title) ?? { token: '' }
      const answer = await upgrade('/rooms/acme', `${protocol}, ${token}`)
      expect(answer).toMatchObject({ status: 401, body: { code } })
    }
  })

  test('of a user outside of the org is a 403', async () => {
    const answer = await upgrade('/rooms/globex', `${protocol}, ${await tokenOf('ada')}`)
    expect(answer).toMatchObject({ status: 403, body: { code: 'not_org_member' } })
  })

  test('of a member is answered with the name of the protocol, without the token', async () => {
    const token = await tokenOf('ada')
    const { status, headers } = await upgrade('/rooms/acme', `${protocol}, ${token}`)
    expect([status, headers['sec-websocket-protocol']]).toEqual([101, protocol])
    expect(JSON.stringify(headers)).not.toContain(token.slice(-40))
  })

  test('is required of a member: other requests are a 426', async () => {
    const get = async (headers: Record<string, string>) =>
      (await fetch(new URL('/rooms/acme', url), { headers })).status
    expect(await get({})).toBe(401)
    expect(await get({ 'sec-websocket-protocol': `${protocol}, ${await tokenOf('ada')}` })).toBe(426)
  })
})

async function connect(token: string, room = url) {
  const address = new URL('/rooms/acme', room)
  address.protocol = 'ws:'
  const socket = new WebSocket(address, [protocol, token])
  await once(socket, 'open')
  return socket
}

/** A member's token with a life of a few seconds. */
const shortTokenOf = (userId: string, expiresInSeconds: number) =>
  issuer.token({ user: { userId }, orgs: [{ orgId: 'acme', role: 'Admin' }], expiresInSeconds })

/** Waits for the closing frame. The event `close` follows the end of the TCP connection, which workerd delays by ten seconds. */
const isClosing = (socket: WebSocket) =>
  vi.waitFor(() => expect(socket.readyState).toBeGreaterThan(WebSocket.OPEN), { timeout: 30_000, interval: 10 })

async function messageTo(socket: WebSocket) {
  const [{ data }] = await once(socket, 'message')
  return JSON.parse(data)
}

test('a message reaches the other members with the user id of the verified token', async () => {
  const [ada, bob] = await Promise.all([
    connect(await tokenOf('ada')),
    connect(await tokenOf('bob', { role: 'Member' })),
  ])
  expect(ada.protocol).toBe(protocol)
  const heard = messageTo(bob)
  ada.send('hello')
  expect(await heard).toEqual({ userId: 'ada', role: 'Admin', text: 'hello' })
  for (const socket of [ada, bob]) socket.close()
})

test('a role with characters outside of Latin-1 reaches the room', async () => {
  const socket = await connect(await tokenOf('ada', { role: '管理者' }))
  const heard = messageTo(socket)
  socket.send('hello')
  expect(await heard).toMatchObject({ role: '管理者' })
  socket.close()
})

describe('a silent connection', () => {
  test('ends with its token, and others stay', async () => {
    const [ada, bob] = [await connect(await tokenOf('ada')), await connect(await shortTokenOf('bob', 2))]
    const closed = once(bob, 'close')
    await isClosing(bob)
    const heard = messageTo(ada)
    ada.send('still there')
    expect(await heard).toMatchObject({ userId: 'ada', text: 'still there' })
    expect((await closed)[0]).toMatchObject({ code: 4401, reason: 'Connect again with a new token' })
    ada.close()
  })

  test('ends with its token when a connection with a later end was opened first', async () => {
    const late = await connect(await shortTokenOf('late', 4))
    const early = await connect(await shortTokenOf('early', 2))
    const order: string[] = []
    await Promise.all([
      isClosing(late).then(() => order.push('late')),
      isClosing(early).then(() => order.push('early')),
    ])
    expect(order).toEqual(['early', 'late'])
  })

  test('ends at once when the token has expired within the clock tolerance', async () => {
    await isClosing(await connect(await shortTokenOf('ada', -3)))
  })

  test('ends after SESSION_SECONDS when the token lives longer', async () => {
    const short = await startWorker({ sessionSeconds: 1 })
    onTestFinished(() => short.miniflare.dispose())
    await isClosing(await connect(await tokenOf('ada'), short.url))
  })

  test('ends with its token while the object hibernates', async () => {
    const script = await bundle(`
      import worker, { Room as Recipe } from './worker.ts'
      let made = 0
      export class Room extends Recipe {
        constructor(ctx, env) {
          super(ctx, env)
          made++
        }
      }
      export default {
        fetch: (request, env, ctx) =>
          request.url.endsWith('/made') ? Response.json(made) : worker.fetch(request, env, ctx),
      }`)
    const rooms = await startWorker({ script })
    onTestFinished(() => rooms.miniflare.dispose())
    const made = async () => (await fetch(new URL('/made', rooms.url))).json()
    const socket = await connect(await shortTokenOf('ada', 5), rooms.url)
    await rooms.miniflare.unsafeEvictDurableObject('rooms', 'Room', { name: 'acme', webSockets: 'hibernate' })
    expect([await made(), socket.readyState]).toEqual([1, WebSocket.OPEN])
    await isClosing(socket)
    expect(await made()).toBe(2)
  })
})

describe('where the alarm runs late', () => {
  /** Two members of a room whose alarm does nothing. Bob's token has expired. */
  async function enterRoom() {
    const script = await bundle(`
      import { Room as Recipe } from './worker.ts'
      export { default } from './worker.ts'
      export class Room extends Recipe {
        async alarm() {}
      }`)
    const room = await startWorker({ script })
    onTestFinished(() => room.miniflare.dispose())
    const [ada, bob] = [
      await connect(await tokenOf('ada'), room.url),
      await connect(await shortTokenOf('bob', -3), room.url),
    ]
    const heard: string[] = []
    for (const socket of [ada, bob]) socket.addEventListener('message', ({ data }) => heard.push(JSON.parse(data).text))
    return { ada, bob, heard }
  }

  test('a member with an expired token receives no message', async () => {
    const { ada, bob, heard } = await enterRoom()
    expect(bob.readyState).toBe(WebSocket.OPEN)
    ada.send('for members')
    await messageTo(ada)
    await isClosing(bob)
    expect(heard).toEqual(['for members'])
  })

  test('a member with an expired token cannot send', async () => {
    const { ada, bob, heard } = await enterRoom()
    bob.send('from an expired token')
    await isClosing(bob)
    ada.send('later')
    await messageTo(ada)
    expect(heard).toEqual(['later'])
  })
})
