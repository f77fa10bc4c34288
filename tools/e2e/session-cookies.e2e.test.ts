// Access tokens that are too long for one cookie, in Chromium: the user of 25 organizations.
import type { BrowserContext, Page } from 'playwright-core'
import { hasChromium } from 'test-kit/chromium'
import { describe, expect } from 'vitest'
import { type Service, serveFetch } from '../../docs/recipes/test/serve.ts'
import { createPropelAuth } from '../../packages/core/dist/index.js'
import { createManagementClient } from '../../packages/management/dist/index.js'
import { createSessions, type Session, type Sessions } from '../../packages/session/dist/index.js'
import { createBrowserTest } from './browser-test.ts'

const user = { key: 'ada', email: 'ada@example.com' }
const numbers = Array.from({ length: 25 }, (_, index) => index + 1)
const orgs = numbers.map((number) => ({ key: `org-${number}`, name: `Org ${number}`, members: { ada: 'User' } }))
const seed = { roles: { definitions: { User: {} } }, users: [user], orgs }

/** What an isolate answers about the session of a request. */
interface Seen {
  readonly status: Session['status']
  readonly length: number
  readonly end: string
  readonly orgIds: readonly string[]
}

const test = createBrowserTest({ refreshTokens: 'rotate-with-grace', seed })

// On loopback with http, the default prefix is that of the official libraries, with their format.
describe.runIf(hasChromium()).each([
  ['of the official libraries', '__pa'],
  ['with a generation', 'app'],
])('long tokens in the cookies of Chromium, in the format %s', (_, prefix) => {
  let app: Service
  let context: BrowserContext
  let page: Page
  let advanceClock: (seconds: number) => void

  /** The call of the service before: each waits for it, and is a second later. Tokens of the same second are equal. */
  let before: Promise<unknown> = Promise.resolve()

  function callService(url: string, init: RequestInit): Promise<Response> {
    const call = before.then(() => {
      advanceClock(1)
      return fetch(url, init)
    })
    before = call.catch(() => undefined)
    return call
  }

  /** Where it is set, each request waits at it until both isolates have one. */
  let gate: ((isolate: string | null) => Promise<void>) | undefined

  function createGate(): typeof gate {
    const isolates = new Set<string | null>()
    let open: () => void
    const opened = new Promise<void>((resolve) => {
      open = resolve
    })
    return (isolate) => {
      if (isolates.add(isolate).size === 2) open()
      return opened
    }
  }

  /** The page asks two isolates, with memories of their own. */
  async function answer(request: Request, isolates: readonly [Sessions, Sessions]): Promise<Response> {
    const routed = await isolates[0].handler(request)
    if (routed) return routed
    const { pathname, searchParams } = new URL(request.url)
    if (pathname !== '/session')
      return new Response('<!doctype html><title>App</title>', { headers: { 'content-type': 'text/html' } })
    const isolate = searchParams.get('isolate')
    await gate?.(isolate)
    const { status, accessToken, user, apply } = await isolates[Number(isolate) as 0 | 1].getSession(request)
    const orgIds = user?.getOrgs().map(({ orgId }) => orgId) ?? []
    const seen: Seen = { status, length: accessToken?.length ?? 0, end: accessToken?.slice(-8) ?? '', orgIds }
    return apply(Response.json(seen))
  }

  test.beforeAll(async ({ emulator, browser }) => {
    emulator.reset()
    advanceClock = emulator.advanceClock
    const { authUrl, apiKey, now } = emulator
    const create = () =>
      createSessions(createPropelAuth({ authUrl, now }), {
        apiKey,
        appUrl: app.url,
        cookies: { prefix },
        fetch: callService,
      })
    let isolates: readonly [Sessions, Sessions] | undefined
    app = await serveFetch((request) => {
      isolates ??= [create(), create()]
      return answer(request, isolates)
    })
    context = await browser.newContext()
    page = await context.newPage()
  })

  const ask = (isolate = 0): Promise<Seen> =>
    page.evaluate(async (path) => (await fetch(path)).json(), `/session?isolate=${isolate}`)

  /** The cookies that hold the access token, in order. */
  async function chunks() {
    const cookies = await context.cookies(app.url)
    return cookies
      .filter(({ name }) => name.startsWith(`${prefix}_at`))
      .toSorted((a, b) => a.name.localeCompare(b.name))
  }

  test('a login stores a token of more than 9,000 characters in chunks that every browser keeps', async ({
    signIn,
  }) => {
    await signIn(context, 'ada', { appLogin: `${app.url}/api/auth/login` })
    await page.goto(app.url)
    const seen = await ask()
    expect(seen).toMatchObject({ status: 'active' })
    expect(seen.length).toBeGreaterThan(9_000)
    expect(seen.length).toBeLessThan(12_600)
    expect(seen.orgIds).toHaveLength(25)
    const stored = await chunks()
    expect(stored.length).toBeGreaterThanOrEqual(3)
    for (const { name, value } of stored) expect(name.length + value.length).toBeLessThanOrEqual(4_096)
    // It is not refreshed at every request.
    expect((await ask()).end).toBe(seen.end)
  })

  test('a shorter token leaves no chunk behind', async () => {
    const { orgIds } = await ask()
    const body = JSON.stringify({ orgId: orgIds[7] })
    const status = await page.evaluate(
      async (text) => (await fetch('/api/auth/set-active-org', { method: 'POST', body: text })).status,
      body,
    )
    expect(status).toBe(200)
    expect((await chunks()).map(({ name }) => name)).toEqual([`${prefix}_at`])
    expect(await ask()).toMatchObject({ status: 'active', orgIds: [orgIds[7]] })
  })

  test('a longer token again has all its chunks', async ({ emulator }) => {
    const { orgIds } = await ask()
    const { authUrl, apiKey } = emulator
    const management = createManagementClient({ authUrl, apiKey })
    const { userId = '' } = (await management.fetchUserMetadataByEmail(user.email)) ?? {}
    await management.removeUserFromOrg({ userId, orgId: orgIds[0] ?? '' })
    advanceClock(1_900)
    const seen = await ask()
    expect(seen).toMatchObject({ status: 'active' })
    expect(seen.orgIds).toHaveLength(24)
    expect((await ask(1)).end).toBe(seen.end)
  })

  test('two answers at once, with different tokens, never make a broken one', async () => {
    for (let round = 0; round < 15; round++) {
      advanceClock(1_900)
      gate = createGate()
      const seen = await Promise.all([0, 1, 0, 1].map((isolate) => ask(isolate)))
      gate = undefined
      expect(new Set(seen.map(({ status }) => status))).toEqual(new Set(['active']))
      expect(new Set(seen.map(({ end }) => end)).size).toBeGreaterThan(1)
      const after = await ask(round % 2)
      expect([after.status, after.orgIds.length]).toEqual(['active', 24])
    }
  })
})
