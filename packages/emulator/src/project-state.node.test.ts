// Snapshots in the process: what a restore brings back, what it leaves, and what it does to what is under way.
import { readFileSync } from 'node:fs'
import { hashSync } from 'bcryptjs'
import { describe, expect, test } from 'vitest'
import { backend, browser, testEmulator } from '../test/fixture.js'
import { type Emulator, PERSONA_ORGS, PERSONAS, type Seed } from './index.js'
import { parseSeed } from './seed/check/parse-seed.js'

const { owner, member } = PERSONAS

const refresh = (emulator: Emulator, token: string | undefined) =>
  emulator.fetch(`${emulator.authUrl}/api/v1/refresh_token`, { headers: { Cookie: `refresh_token=${token}` } })

async function signIn(emulator: Emulator, { email, password }: { readonly email: string; readonly password: string }) {
  const visitor = browser(emulator)
  await visitor.submit('/login', { email, password })
  return { visitor, token: visitor.cookies.get('refresh_token') }
}

/** A project with something in most tables. */
async function fullProject(): Promise<Emulator> {
  const file = new URL('../test/full-seed.yaml', import.meta.url)
  const seed = parseSeed(readFileSync(file, 'utf8'), 'full-seed.yaml')
  const emulator = testEmulator({ seed, webhookFetch: () => new Response() })
  emulator.startSession('ada')
  emulator.mintMcpToken({ user: 'ada', resource: 'https://mcp.test/' })
  emulator.webhooks.addEndpoint({ url: 'http://localhost:3000/added' })
  await backend(emulator, 'POST', 'user/', { email: 'new@x.test', send_email_to_confirm_email_address: true })
  await backend(emulator, 'POST', 'magic_link', { email: 'new@x.test' })
  await emulator.webhooks.deliverDue()
  return emulator
}

describe('a restore', () => {
  test('brings every table back', async () => {
    await using emulator = await fullProject()
    const before = emulator.snapshot()
    expect(before.tables.tables.filter(({ rows }) => rows.length > 0).length).toBeGreaterThan(20)
    emulator.reset({ empty: true })
    await backend(emulator, 'POST', 'user/', { email: 'other@x.test' })
    emulator.restore(before)
    expect(emulator.snapshot()).toEqual(before)
  })

  test('works in whatever order the tables are', async () => {
    await using emulator = await fullProject()
    const before = emulator.snapshot()
    emulator.reset({ empty: true })
    emulator.restore({ ...before, tables: { ...before.tables, tables: before.tables.tables.toReversed() } })
    expect(emulator.snapshot()).toEqual(before)
  })

  test('can be done any number of times, also to a later state', async () => {
    await using emulator = testEmulator()
    const first = emulator.snapshot()
    await backend(emulator, 'POST', 'user/', { email: 'a@x.test' })
    const second = emulator.snapshot()
    for (const [snapshot, users] of [
      [first, 5],
      [second, 6],
      [first, 5],
      [second, 6],
    ] as const) {
      emulator.restore(snapshot)
      expect(emulator.counts().users).toBe(users)
    }
  })

  test('undoes a change of settings and roles', async () => {
    await using emulator = testEmulator({ refreshTokens: 'reuse' })
    emulator.changeSettings({ refresh_tokens: 'strict' })
    const before = emulator.snapshot()
    emulator.changeSettings({ refresh_tokens: 'rotate-with-grace', session_days: 3 })
    emulator.restore(before)
    expect(emulator.settings()).toMatchObject({ refresh_tokens: 'strict', session_days: 14 })
  })

  test('ends sessions that are newer, and brings back those that have ended since', async () => {
    await using emulator = testEmulator()
    const old = await signIn(emulator, owner)
    const before = emulator.snapshot()
    const later = await signIn(emulator, member)
    await emulator.fetch(`${emulator.authUrl}/api/v1/logout`, {
      method: 'POST',
      headers: { Cookie: `refresh_token=${old.token}` },
    })
    expect((await refresh(emulator, old.token)).status).toBe(401)
    emulator.restore(before)
    expect((await refresh(emulator, old.token)).status).toBe(200)
    expect((await refresh(emulator, later.token)).status).toBe(401)
  })

  test('sets the clock as far ahead as it was', async () => {
    const start = Date.UTC(2026, 0)
    await using emulator = testEmulator({ now: () => start })
    emulator.advanceClock(60)
    const before = emulator.snapshot()
    emulator.advanceClock(86_400)
    emulator.restore(before)
    expect(emulator.now()).toBe(start + 60_000)
    emulator.restoreClock()
    expect(emulator.now()).toBe(start)
  })

  test('removes fault rules and logged requests, as a reset does', async () => {
    await using emulator = testEmulator()
    emulator.addFault({ group: 'keys', fault: 'server-error' })
    const before = emulator.snapshot()
    await emulator.fetch(`${emulator.authUrl}/.well-known/jwks.json`)
    emulator.restore(before)
    expect(emulator.requests()).toEqual([])
    expect((await emulator.fetch(`${emulator.authUrl}/.well-known/jwks.json`)).status).toBe(200)
  })

  test('leaves the keys, so a token from before is valid', async () => {
    await using emulator = testEmulator()
    const before = emulator.snapshot()
    const { apiKey, verifierKey } = emulator
    emulator.restore(before)
    expect([emulator.apiKey, emulator.verifierKey]).toEqual([apiKey, verifierKey])
  })

  test('keeps the ids of messages apart: a new message does not get the id of one that is gone', async () => {
    await using emulator = testEmulator()
    const invite = () =>
      backend(emulator, 'POST', 'invite_user', { org_id: PERSONA_ORGS.acme.orgId, role: 'Member', email: 'g@x.test' })
    const before = emulator.snapshot()
    await invite()
    const [gone] = emulator.mail()
    emulator.restore(before)
    await invite()
    expect(emulator.mail()[0]?.id).toBeGreaterThan(gone?.id ?? 0)
  })

  test('has the endpoints of the option webhooks, whatever the snapshot has', async () => {
    const url = 'http://localhost:3000/webhooks'
    await using without = testEmulator()
    await using emulator = testEmulator({ webhooks: [{ url }] })
    emulator.restore(without.snapshot())
    expect(emulator.webhooks.endpoints().map((endpoint) => endpoint.url)).toEqual([url])
  })

  test('keeps the private passwords of the personas where other machines can connect', async () => {
    await using open = testEmulator()
    await using emulator = testEmulator({ protectControl: true })
    emulator.restore(open.snapshot())
    const login = (password: string) => browser(emulator).submit('/login', { email: owner.email, password })
    expect((await login(owner.password)).status).not.toBe(303)
    expect((await login(emulator.personaPassword)).status).toBe(303)
  })
})

describe('a restore that fails', () => {
  const broken: readonly [string, (rows: unknown[][]) => void][] = [
    ['a row with a reference to nothing', (rows) => rows.push(['unknown', PERSONA_ORGS.acme.orgId, 'Member', '[]'])],
    ['a row that is too short', (rows) => rows.push(['x'])],
  ]
  test.each(broken)('changes nothing: %s', async (_, spoil) => {
    await using emulator = testEmulator()
    const snapshot = structuredClone(emulator.snapshot())
    spoil(snapshot.tables.tables.find(({ name }) => name === 'memberships')?.rows as unknown[][])
    emulator.advanceClock(60)
    emulator.addFault({ path: '/x', status: 500 })
    const before = emulator.snapshot()
    expect(() => emulator.restore(snapshot)).toThrow()
    expect(emulator.snapshot()).toEqual(before)
  })
})

describe('a request that is under way during a restore', () => {
  test('sees the restored state if it has not begun to work', async () => {
    await using emulator = testEmulator()
    const before = emulator.snapshot()
    const { body } = await backend(emulator, 'POST', 'user/', { email: 'new@x.test' })
    const gate = emulator.addFault({ group: 'backend', hold: true })
    const reading = backend(emulator, 'GET', `user/${body.user_id}`)
    const writing = backend(emulator, 'POST', 'user/', { email: 'new@x.test' })
    await expect.poll(() => gate.held().length).toBe(2)
    emulator.restore(before)
    expect((await reading).status).toBe(404)
    expect((await writing).status).toBe(200)
    expect(emulator.counts().users).toBe(6)
  })

  test.each([
    ['microtask', () => Promise.resolve()],
    ['task', () => new Promise<void>((resolve) => setImmediate(resolve))],
  ])('has taken effect before or takes effect after it, whatever %s the restore comes in', async (_, wait) => {
    // A hash of another system is verified in several tasks.
    const seed: Seed = { users: [{ key: 'ada', email: 'ada@x.test', password_hash: hashSync('long enough', 4) }] }
    await using emulator = testEmulator({ seed })
    const full = emulator.snapshot()
    emulator.reset({ empty: true })
    const empty = emulator.snapshot()
    for (let moment = 0; moment < 30; moment += 1) {
      emulator.restore(full)
      const login = browser(emulator).submit('/login', { email: 'ada@x.test', password: 'long enough' })
      for (let step = 0; step < moment; step += 1) await wait()
      emulator.restore(empty)
      expect((await login).status).toBeLessThan(500)
      expect(emulator.snapshot()).toEqual(empty)
    }
  })
})

describe('webhooks', () => {
  test('what was waiting when the snapshot was taken is sent again, with the same id', async () => {
    const ids: (string | null)[] = []
    await using emulator = testEmulator({
      webhooks: [{ url: 'http://localhost:3000/webhooks' }],
      webhookFetch: ({ headers }) => {
        ids.push(headers.get('svix-id'))
        return new Response()
      },
    })
    emulator.webhooks.send({ type: 'user.login' })
    const before = emulator.snapshot()
    await emulator.webhooks.deliverDue()
    emulator.restore(before)
    await emulator.webhooks.deliverDue()
    expect(ids).toEqual([ids[0], ids[0]])
    expect(emulator.webhooks.deliveries()).toMatchObject([{ status: 'succeeded' }])
  })

  test('an attempt that was under way when the snapshot was taken is made again', async () => {
    const snapshots: ReturnType<Emulator['snapshot']>[] = []
    await using emulator = testEmulator({
      webhooks: [{ url: 'http://localhost:3000/webhooks' }],
      webhookFetch: () => {
        snapshots.push(emulator.snapshot())
        return new Response()
      },
    })
    emulator.webhooks.send({ type: 'user.login' })
    await emulator.webhooks.deliverDue()
    const [during] = snapshots
    if (!during) expect.unreachable()
    emulator.restore(during)
    await emulator.webhooks.deliverDue()
    expect(snapshots).toHaveLength(2)
    expect(emulator.webhooks.deliveries()).toMatchObject([{ status: 'succeeded' }])
  })
})
