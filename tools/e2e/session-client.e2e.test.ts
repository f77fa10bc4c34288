// The client of the session in two tabs of Chromium, with the routes of the session and the hosted page of the emulator.
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { bundleText } from 'test-kit/bundle'
import { hasChromium } from 'test-kit/chromium'
import { describe, expect } from 'vitest'
import { type Service, serveFetch } from '../../docs/recipes/test/serve.ts'
import { createPropelAuth } from '../../packages/core/dist/index.js'
import { type Emulator, PERSONA_ORGS, PERSONAS } from '../../packages/emulator/dist/index.js'
import { createSessions } from '../../packages/session/dist/index.js'
import { root } from '../services.ts'
import { createBrowserTest } from './browser-test.ts'

const { multiOrg } = PERSONAS
const { acme, globex } = PERSONA_ORGS

const script = `
  import { createSessionClient } from './dist/client.js'

  const client = createSessionClient()
  client.subscribe(({ status, user }) => {
    document.body.dataset.seen = (document.body.dataset.seen ?? '') + status + ' '
    document.body.textContent = [status, user?.email, user?.activeOrgId].filter(Boolean).join(' ')
  })
  window.client = client
`

const html =
  '<!doctype html><title>App</title><link rel="icon" href="data:,"><script type="module" src="/app.js"></script><body>'

/** What the page puts into its global scope. */
declare const client: import('../../packages/session/dist/client.js').SessionClient

async function startApp({ authUrl, apiKey, now }: Emulator): Promise<Service> {
  const module = await bundleText(script, join(root, 'packages/session'), { platform: 'browser' })
  const propelAuth = createPropelAuth({ authUrl, now })
  const answer = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url)
    if (pathname === '/app.js') return new Response(module, { headers: { 'content-type': 'text/javascript' } })
    if (pathname === '/api/me') return guarded(request)
    return (await sessions.handler(request)) ?? new Response(html, { headers: { 'content-type': 'text/html' } })
  }
  const app = await serveFetch(async (request) => {
    const response = await answer(request)
    response.headers.set('date', new Date(now()).toUTCString())
    return response
  })
  const sessions = createSessions(propelAuth, { apiKey, appUrl: app.url })
  const { tokenFrom } = sessions
  const guarded = propelAuth.withUser((_, { user }) => Response.json({ userId: user.userId }), { tokenFrom })
  return app
}

// Each refresh token counts once, and reuse ends the session: two tabs must live with that.
const test = createBrowserTest({ refreshTokens: 'strict' }).extend<{ app: Pick<Service, 'url'>; one: Page; two: Page }>(
  {
    app: [async ({ emulator }, use) => use(await startApp(emulator)), { scope: 'file' }],
    one: [async ({ page }, use) => use(page), { scope: 'file' }],
    two: [async ({ context }, use) => use(await context.newPage()), { scope: 'file' }],
  },
)

describe.runIf(hasChromium())('the client of the session in Chromium', () => {
  /** What the page shows in the end. */
  const shown = (page: Page, text: string) => page.getByText(text, { exact: true }).waitFor()

  test('logs in on the hosted page and comes back to the same place', async ({ one, two, app, emulator }) => {
    await one.goto(`${app.url}/reports?year=2026#top`)
    await shown(one, 'anonymous')
    await two.goto(app.url)
    await shown(two, 'anonymous')
    await one.evaluate(() => client.login())
    await one.waitForURL(`${emulator.authUrl}/login**`)
    await one.getByLabel('Email').first().fill(multiOrg.email)
    await one.getByLabel('Password').first().fill(multiOrg.password)
    await one.getByRole('button', { name: 'Log in', exact: true }).first().click()
    await one.waitForURL(`${app.url}/reports?year=2026#top`)
    await shown(one, `active ${multiOrg.email}`)
  })

  test('shows the login in the other tab, and the active org that one of them has chosen', async ({ one, two }) => {
    await shown(two, `active ${multiOrg.email}`)
    await two.evaluate((orgId) => client.setActiveOrg(orgId), globex.orgId)
    for (const tab of [two, one]) await shown(tab, `active ${multiOrg.email} ${globex.orgId}`)
    await one.evaluate((orgId) => client.setActiveOrg(orgId), acme.orgId)
    for (const tab of [one, two]) await shown(tab, `active ${multiOrg.email} ${acme.orgId}`)
  })

  test('answers a 401 of the API by a refresh and one more try', async ({ one, emulator }) => {
    emulator.advanceClock(1_900)
    const statuses = await one.evaluate(async () => {
      const refused = await fetch('/api/me')
      const responses = await Promise.all([1, 2, 3].map(() => client.fetch('/api/me')))
      return [refused, ...responses].map(({ status }) => status)
    })
    expect(statuses).toEqual([401, 200, 200, 200])
  })

  test('keeps the session while the service is away, and goes on afterwards', async ({
    one,
    two,
    emulator,
    faults,
  }) => {
    faults.add({ group: 'server-session', fault: 'away' })
    emulator.advanceClock(1_900)
    for (const tab of [one, two]) await tab.evaluate(() => void window.dispatchEvent(new Event('focus')))
    for (const tab of [one, two]) await shown(tab, `unavailable ${multiOrg.email} ${acme.orgId}`)
    const change = one.evaluate((orgId) => client.setActiveOrg(orgId), globex.orgId)
    await expect(change).rejects.toThrow('set-active-org: 503')
    faults.clear()
    for (const tab of [one, two]) await shown(tab, `active ${multiOrg.email} ${acme.orgId}`)
    expect(await two.evaluate(() => document.body.dataset.seen)).not.toMatch(/active .*anonymous/)
  })

  test('shows the logout of one tab in the other', async ({ one, two, app, context }) => {
    expect(await one.evaluate(() => client.logout())).toBe(`${app.url}/`)
    for (const tab of [one, two]) await shown(tab, 'anonymous')
    expect((await context.cookies(app.url)).map(({ name }) => name)).not.toContain('__pa_rt')
  })

  test('leaves nothing in the storage of scripts, and has no error', async ({ one, two, pageErrors }) => {
    const left = () => [localStorage.length, sessionStorage.length, document.cookie]
    for (const tab of [one, two]) expect(await tab.evaluate(left)).toEqual([0, 0, ''])
    expect(pageErrors).toEqual([])
  })
})
