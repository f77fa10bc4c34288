import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { badTokens } from '@propelauth-edge/core/testing'
import { build } from 'esbuild'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { afterAll, describe, expect, test } from 'vitest'
import { issuer } from './issuer.ts'

const worker = join(dirname(fileURLToPath(import.meta.url)), '../src/durable-object/worker.ts')
const protocol = 'propelauth.bearer'

const { outputFiles } = await build({
  entryPoints: [worker],
  bundle: true,
  format: 'esm',
  external: ['cloudflare:workers'],
  conditions: ['workerd', 'worker', 'browser'],
  write: false,
})
const optionsWith = (sessionSeconds: number) =>
  convertV4MiniflareOptions({
    modules: true,
    script: outputFiles[0]?.text ?? '',
    compatibilityDate: '2026-08-01',
    bindings: { PROPELAUTH_AUTH_URL: issuer.authUrl, SESSION_SECONDS: sessionSeconds },
    durableObjects: { ROOMS: { className: 'Room', useSQLite: true } },
    cf: false,
  })
const miniflare = new Miniflare(optionsWith(1_800))
let url = await miniflare.ready

afterAll(() => miniflare.dispose())

/** The answer to an upgrade as it is on the wire, which browsers do not show. */
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

  test('with a wrong token is a 401', async () => {
    const wrong = await badTokens(issuer)
    for (const title of ['expired', 'signed by another key of the same id']) {
      const { token, code } = wrong.find((row) => row.title === title) ?? { token: '' }
      const answer = await upgrade('/rooms/acme', `${protocol}, ${token}`)
      expect(answer).toMatchObject({ status: 401, body: { code } })
    }
  })

  test('of a stranger to the org is a 403', async () => {
    const answer = await upgrade('/rooms/globex', `${protocol}, ${await tokenOf('ada')}`)
    expect(answer).toMatchObject({ status: 403, body: { code: 'not_org_member' } })
  })

  test('of a member is answered with the name of the protocol, and never with the token', async () => {
    const token = await tokenOf('ada')
    const { status, headers } = await upgrade('/rooms/acme', `${protocol}, ${token}`)
    expect([status, headers['sec-websocket-protocol']]).toEqual([101, protocol])
    expect(JSON.stringify(headers)).not.toContain(token.slice(-40))
  })

  test('that is none is a 426, and only for a member', async () => {
    const get = async (headers: Record<string, string>) =>
      (await fetch(new URL('/rooms/acme', url), { headers })).status
    expect(await get({})).toBe(401)
    expect(await get({ 'sec-websocket-protocol': `${protocol}, ${await tokenOf('ada')}` })).toBe(426)
  })
})

async function connect(token: string) {
  const address = new URL('/rooms/acme', url)
  address.protocol = 'ws:'
  const socket = new WebSocket(address, [protocol, token])
  await once(socket, 'open')
  return socket
}

test('what a member says reaches the others under the name that the token has proved', async () => {
  const [ada, bob] = await Promise.all([
    connect(await tokenOf('ada')),
    connect(await tokenOf('bob', { role: 'Member' })),
  ])
  expect(ada.protocol).toBe(protocol)
  const heard = once(bob, 'message')
  ada.send('hello')
  const [{ data }] = await heard
  expect(JSON.parse(data)).toEqual({ userId: 'ada', role: 'Admin', text: 'hello' })
  for (const socket of [ada, bob]) socket.close()
})

test('a connection ends when its time is over', async () => {
  await miniflare.setOptions(optionsWith(0))
  url = await miniflare.ready
  const socket = await connect(await tokenOf('ada'))
  const closed = once(socket, 'close')
  socket.send('still there?')
  const [{ code }] = await closed
  expect(code).toBe(4401)
})
