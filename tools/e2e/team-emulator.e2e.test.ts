// The emulator as a Worker on workerd, with its state in a Durable Object: the same app as on Node, behind another store.
import { startHttpServer } from 'test-kit/http-server'
import { temporaryFolder } from 'test-kit/temporary-folder'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createPropelAuth } from '../../packages/core/dist/index.js'
import { PERSONA_ORGS, PERSONA_PASSWORD, PERSONAS } from '../../packages/emulator/dist/index.js'
import { createManagementClient } from '../../packages/management/dist/index.js'
import { findPort, startWorker, type WorkerService } from '../services.ts'

const { owner } = PERSONAS
const { acme } = PERSONA_ORGS
const apiKey = 'emu_control-key-of-the-test-of-the-team-emulator'
const control = { authorization: `Bearer ${apiKey}` }
const persistTo = temporaryFolder()

let port: number
let authUrl: string
let worker: WorkerService
let receiver: Awaited<ReturnType<typeof startHttpServer>>
const received: string[] = []
const attemptsFor = (type: string) => received.filter((event) => event === type).length

async function start(): Promise<WorkerService> {
  const vars = {
    PROPELAUTH_EMULATOR_AUTH_URL: authUrl,
    PROPELAUTH_EMULATOR_API_KEY: apiKey,
    PROPELAUTH_EMULATOR_WEBHOOK: `${receiver.url}/webhooks`,
  }
  return startWorker({ folder: 'examples/team-emulator', port, persistTo, vars })
}

beforeAll(async () => {
  receiver = await startHttpServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const { event_type: type } = JSON.parse(body)
    // The first attempt for a new user fails, so that there is a second one.
    response.writeHead(type === 'user.created' && attemptsFor(type) === 0 ? 500 : 204).end()
    received.push(type)
  })
  port = await findPort(9060)
  authUrl = `http://localhost:${port}`
  worker = await start()
})

afterAll(async () => {
  await worker?.stop()
  await receiver?.close()
})

const keys = async () => (await fetch(`${authUrl}/_emulator/keys`, { headers: control })).json()

/** The answer of the hosted page to a form, as a browser sends it. */
const logIn = (email: string, password: string) =>
  fetch(`${authUrl}/login`, {
    method: 'POST',
    headers: { origin: authUrl },
    body: new URLSearchParams({ email, password }),
    redirect: 'manual',
  })

const cookieOf = (response: Response) => response.headers.getSetCookie()[0]?.split(';')[0] ?? ''

/** What core finds out about the session of a browser. */
async function userOf(cookie: string) {
  const response = await fetch(`${authUrl}/api/v1/refresh_token`, { headers: { cookie } })
  const { access_token: token } = await response.json()
  const request = new Request('https://api.example.com', { headers: { authorization: `Bearer ${token}` } })
  return createPropelAuth({ authUrl }).validateRequest(request)
}

const patiently = { timeout: 60_000 }

const management = () => createManagementClient({ authUrl, apiKey })

describe('without the control key', () => {
  test.each(['/_emulator', '/_emulator/keys', '/_emulator/token', '/signup'])('%s is closed', async (path) => {
    for (const headers of [{}, { authorization: `Bearer ${apiKey}x` }])
      expect((await fetch(authUrl + path, { headers })).status).toBe(401)
  })

  test('the documented password is rejected, and the login page lists no users', async () => {
    expect((await logIn(owner.email, PERSONA_PASSWORD)).status).toBe(401)
    expect(await (await fetch(`${authUrl}/login`)).text()).not.toContain(owner.email)
  })
})

describe('a project in a Durable Object', () => {
  let cookie = ''
  let userId = ''
  let keyId = ''

  test('logs in on the hosted page, and issues tokens that core verifies', async () => {
    const { personaPassword, keyId: id } = await keys()
    keyId = id
    const response = await logIn(owner.email, personaPassword)
    expect(response.status).toBe(303)
    cookie = cookieOf(response)
    const user = await userOf(cookie)
    expect([user.email, user.getOrg(acme.orgId)?.userAssignedRole]).toEqual([owner.email, 'Owner'])
  })

  test('answers the backend API', async () => {
    const client = management()
    const created = await client.createUser({ email: 'ada@x.test', password: 'long enough' })
    userId = created.userId
    await client.addUserToOrg({ userId, orgId: acme.orgId, role: 'Admin' })
    await expect(client.createUser({ email: 'ada@x.test' })).rejects.toMatchObject({ code: 'invalid_fields' })
    const admins = await client.fetchUsersInOrg({ orgId: acme.orgId, role: 'Admin' })
    expect(admins.users.map(({ email }) => email)).toContain('ada@x.test')
  })

  test('stores nothing of a call that fails at its end', async () => {
    const seed = {
      users: [
        { key: 'bob', email: 'bob@x.test' },
        { key: 'taken', email: owner.email },
      ],
    }
    const response = await fetch(`${authUrl}/_emulator/seed`, {
      method: 'POST',
      headers: control,
      body: JSON.stringify({ seed }),
    })
    expect(response.status).toBe(400)
    expect(await management().fetchUserMetadataByEmail('bob@x.test')).toBeNull()
  })

  test('sends a failed webhook again without a further request: an alarm wakes the object', async () => {
    await vi.waitFor(() => expect(attemptsFor('user.created')).toBe(2), patiently)
  })

  test('is there after a restart: users, sessions and keys', async () => {
    await worker.stop()
    worker = await start()
    expect((await keys()).keyId).toBe(keyId)
    expect((await userOf(cookie)).email).toBe(owner.email)
    expect(await management().fetchUserMetadataByUserId(userId)).toMatchObject({ email: 'ada@x.test' })
  })

  test('a reset restores the seed and keeps the keys', async () => {
    expect((await fetch(`${authUrl}/_emulator/reset`, { method: 'POST', headers: control })).status).toBe(200)
    expect(await management().fetchUserMetadataByUserId(userId)).toBeNull()
    expect((await keys()).keyId).toBe(keyId)
    expect((await logIn(owner.email, (await keys()).personaPassword)).status).toBe(303)
  })
})
