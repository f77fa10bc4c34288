import { startServer } from '@propelauth-edge/emulator'
import { createManagementClient } from '@propelauth-edge/management'
import { Webhook } from 'standardwebhooks'
import { startHttpServer } from 'test-kit/http-server'
import { createRandom, type Random } from 'test-kit/random'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createChanges } from './random-changes.ts'
import { startSyncWorker } from './webhooks-d1-worker.ts'

const secret = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'

const { emulator, close } = await startServer({ port: 0, data: ':memory:' })
const { authUrl, apiKey } = emulator
const management = createManagementClient({ authUrl, apiKey })

/** Answers of the service that the Worker waits for, by path. Each is fetched at once, and sent when it is released. */
const held = new Map<string, () => void>()
const toHold = new Set<string>()

/** Between the Worker and the service. */
const proxy = await startHttpServer(async (request, response) => {
  const { method = 'GET', url = '/', headers } = request
  const { authorization = '' } = headers
  let body = ''
  for await (const chunk of request.setEncoding('utf8')) body += chunk
  const init = { method, headers: { authorization, 'content-type': 'application/json' }, ...(body && { body }) }
  const answer = await fetch(authUrl + url, init)
  const text = await answer.text()
  const [path = ''] = url.split('?')
  if (toHold.delete(path)) await new Promise<void>((release) => held.set(path, release))
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text)
})

const worker = await startSyncWorker({ authUrl, apiKey, apiUrl: proxy.url, secret })
const { db, url, runCron } = worker
const expectTables = () => worker.expectTables(management)

afterAll(async () => {
  await worker.close()
  await proxy.close()
  await close()
})

beforeEach(async () => {
  emulator.reset({ empty: true })
  for (const table of ['users', 'orgs', 'syncs']) await db.prepare(`DELETE FROM ${table}`).run()
})

interface Event {
  readonly id: string
  readonly payload: object
}

let events = 0
const toEvent = (payload: object): Event => ({ id: `msg_${++events}`, payload })

/** Sends an event as PropelAuth does, signed by the library of the specification. */
async function deliver({ id, payload }: Event): Promise<number> {
  const body = JSON.stringify(payload)
  const time = new Date()
  const headers = {
    'svix-id': id,
    'svix-timestamp': String(Math.floor(time.getTime() / 1_000)),
    'svix-signature': new Webhook(secret).sign(id, time, body),
  }
  return (await fetch(url, { method: 'POST', headers, body })).status
}

/** Sends it again until it is handled. */
async function deliverUntilHandled(event: Event): Promise<void> {
  while ((await deliver(event)) !== 204);
}

/** Changes the service at random, and returns the event that it sends. */
function createEvents(random: Random): () => Promise<Event> {
  const change = createChanges(management, random)
  return async () => toEvent(await change())
}

function shuffle<Item>(items: readonly Item[], random: Random): Item[] {
  return items
    .map((item) => [random.fraction(), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item)
}

describe('the tables are equal to the service', () => {
  test.each([1, 2])('after events in any order, some repeated, between changes and at once (seed %i)', async (seed) => {
    const random = createRandom(seed)
    const change = createEvents(random)
    const waiting: Event[] = []
    const deliveries: Promise<void>[] = []
    for (let step = 0; step < 80; step++) {
      waiting.push(await change())
      if (random.oneIn(3)) deliveries.push(deliverUntilHandled(random.pick(waiting)))
      if (random.oneIn(10)) await Promise.all(deliveries)
    }
    for (const event of shuffle([...waiting, ...waiting.slice(0, 40)], random))
      deliveries.push(deliverUntilHandled(event))
    await Promise.all(deliveries)
    await expectTables()
    expect((await db.prepare('SELECT * FROM users').raw()).length).toBeGreaterThan(0)
  })

  test('after deliveries that failed and were sent again', async () => {
    const change = createEvents(createRandom(4))
    const waiting: Event[] = []
    for (let step = 0; step < 12; step++) waiting.push(await change())
    // A 401 is not retried by the client.
    emulator.addFault({ path: '/api/backend/v1/*', status: 401, times: 5 })
    const first = await Promise.all(waiting.map(deliver))
    expect(first.filter((status) => status === 500)).toHaveLength(5)
    emulator.clearFaults()
    for (const event of waiting) await deliverUntilHandled(event)
    await expectTables()
  })

  test('after events that never arrived, when the cron trigger has run', async () => {
    const random = createRandom(5)
    const change = createEvents(random)
    for (let step = 0; step < 60; step++) {
      const event = await change()
      if (random.oneIn(2)) await deliver(event)
    }
    await expect(expectTables()).rejects.toThrow()
    await runCron()
    await expectTables()
  })

  test('after the cron trigger has run for the first time, with more than a page of users', async () => {
    for (let at = 0; at < 101; at++) {
      await management.createUser({ email: `user-${at}@example.com` })
    }
    await management.createOrg({ name: 'Acme' })
    await runCron()
    await expectTables()
    expect(await db.prepare('SELECT count(*) FROM users').raw()).toEqual([[101]])
  })
})

describe('an answer of the service that comes late', () => {
  /** A sync under way, whose answer the service has given and the Worker has not got. */
  async function startHeldSync(path: string, event: Event) {
    toHold.add(path)
    const delivered = deliver(event)
    await vi.waitFor(() => expect(held.has(path)).toBe(true), { timeout: 30_000, interval: 5 })
    return async () => {
      held.get(path)?.()
      held.delete(path)
      expect(await delivered).toBe(204)
    }
  }

  test('does not replace a newer one', async () => {
    const { userId } = await management.createUser({ email: 'ada@example.com', firstName: 'Old' })
    const path = `/api/backend/v1/user/${userId}`
    const release = await startHeldSync(path, toEvent({ event_type: 'user.created', user_id: userId }))
    await management.updateUserMetadata(userId, { firstName: 'New' })
    await deliver(toEvent({ event_type: 'user.updated', user_id: userId }))
    await release()
    expect(await db.prepare('SELECT first_name FROM users').raw()).toEqual([['New']])
  })

  test('does not bring back what was deleted', async () => {
    const { orgId } = await management.createOrg({ name: 'Acme' })
    const release = await startHeldSync(
      `/api/backend/v1/org/${orgId}`,
      toEvent({ event_type: 'org.created', org_id: orgId, name: 'Acme' }),
    )
    await management.deleteOrg(orgId)
    await deliver(toEvent({ event_type: 'org.deleted', org_id: orgId }))
    await release()
    expect(await db.prepare('SELECT * FROM orgs').raw()).toEqual([])
    await expectTables()
  })

  test('is written if the newer sync failed, until that is sent again', async () => {
    const { userId } = await management.createUser({ email: 'ada@example.com', firstName: 'Old' })
    const release = await startHeldSync(
      `/api/backend/v1/user/${userId}`,
      toEvent({ event_type: 'user.created', user_id: userId }),
    )
    await management.updateUserMetadata(userId, { firstName: 'New' })
    emulator.addFault({ path: '/api/backend/v1/user/*', status: 401, times: 1 })
    const updated = toEvent({ event_type: 'user.updated', user_id: userId })
    expect(await deliver(updated)).toBe(500)
    await release()
    expect(await db.prepare('SELECT first_name FROM users').raw()).toEqual([['Old']])
    expect(await deliver(updated)).toBe(204)
    await expectTables()
  })
})

describe('an event', () => {
  test('of a type that nothing lists is a hint as well', async () => {
    const { userId } = await management.createUser({ email: 'ada@example.com' })
    const { orgId } = await management.createOrg({ name: 'Acme' })
    expect(await deliver(toEvent({ event_type: 'user.brand_new', user_id: userId, org_id: orgId }))).toBe(204)
    await expectTables()
  })

  test('with fields that are wrong writes what the service says', async () => {
    const { userId } = await management.createUser({ email: 'ada@example.com' })
    await deliver(toEvent({ event_type: 'user.created', user_id: userId, email: 'eve@example.com' }))
    expect(await db.prepare('SELECT email FROM users').raw()).toEqual([['ada@example.com']])
  })

  test('of a login asks for nothing', async () => {
    emulator.clearRequests()
    expect(await deliver(toEvent({ event_type: 'user.login', user_id: crypto.randomUUID() }))).toBe(204)
    expect(emulator.requests('/api/backend/v1/*')).toEqual([])
  })

  test('that is forged changes nothing', async () => {
    const { userId } = await management.createUser({ email: 'ada@example.com' })
    const headers = { 'svix-id': 'msg_forged', 'svix-timestamp': '1', 'svix-signature': 'v1,AAAA' }
    const body = JSON.stringify({ event_type: 'user.created', user_id: userId })
    expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(400)
    expect(await db.prepare('SELECT * FROM users').raw()).toEqual([])
  })

  test.each(['x', '../../../org/1', "'; DROP TABLE users; --", ''])('with the id "%s" is handled', async (id) => {
    expect(await deliver(toEvent({ event_type: 'user.deleted', user_id: id, org_id: id }))).toBe(204)
    await expectTables()
  })
})
