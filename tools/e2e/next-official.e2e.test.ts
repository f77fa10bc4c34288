// An app of Next.js with the official library alone, as it is, in Chromium. `exec` of the emulator leads the calls of its
// server here.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { type BrowserFixtures, browserFixtures } from 'test-kit/browser-fixtures'
import { hasChromium } from 'test-kit/chromium'
import { afterAll, test as base, describe, expect } from 'vitest'
import { createPropelAuth } from '../../packages/core/dist/index.js'
import { createSessions } from '../../packages/session/dist/index.js'
import { findPort, root, start, stop } from '../services.ts'
import { nextVersions, officialLibrary } from './next.ts'
import { asOfficial, officialApp } from './next-official-app.ts'
import { getSharedBuild } from './next-shared-build.ts'

const test = base.extend<BrowserFixtures>(browserFixtures())

/** They read `headers()` without waiting for it, which Next.js 15 has ended. */
const synchronous = ['getAccessToken', 'getCurrentPath', 'getCurrentUrl']

test('the app uses every function of the library', () => {
  const read = (file: string) => readFileSync(file, 'utf8')
  const exportsOf = (file: string) => /^export \{([^}]*)\}/m.exec(read(join(officialLibrary, 'dist', file)))?.[1] ?? ''
  const files = ['server/index.mjs', 'server/app-router/index.mjs', 'server/pages/index.mjs', 'client/index.mjs']
  const exported = files.flatMap((file) =>
    exportsOf(file)
      .split(',')
      .map((name) => name.trim()),
  )
  // Classes of values, and lists of values of the backend API, are no functions.
  const functions = exported.filter((name) => /^([a-z]|AuthProvider$|AuthHookResponse$|RedirectTo)/.test(name))
  const sources = globSync('**/*.{ts,tsx}', { cwd: officialApp }).map((file) => read(join(officialApp, file)))
  const used = (name: string) => sources.some((text) => new RegExp(`\\b${name}\\b`).test(text))
  expect(functions.length).toBeGreaterThan(20)
  expect([...new Set(functions)].filter((name) => !used(name)).toSorted()).toEqual(synchronous)
})

describe.runIf(hasChromium()).each(nextVersions)('the official library in %s', (_title, version) => {
  let app: string
  /** The first page of the part with the official library. */
  let home: string
  let auth: string
  let service: ReturnType<typeof start>
  let chrome: Browser
  let context: BrowserContext
  let page: Page

  test.beforeAll(async ({ browser }) => {
    const { folder } = await getSharedBuild(version)
    const [authPort = '', appPort = ''] = [await findPort(4690), await findPort(3190)].map(String)
    ;[auth, app] = [`http://localhost:${authPort}`, `http://localhost:${appPort}`]
    home = `${app}/alone`
    const emulator = [join(root, 'packages/emulator/dist/cli.js'), 'exec', '--strict-port', '--port', authPort]
    const next = [process.execPath, join(folder, 'node_modules/next/dist/bin/next'), 'start', '--port', appPort]
    const environment = {
      ...asOfficial,
      NEXT_TELEMETRY_DISABLED: '1',
      PROPELAUTH_REDIRECT_URI: `${app}/api/auth/callback`,
    }
    service = start(process.execPath, [...emulator, '--data', ':memory:', '--', ...next], folder, environment)
    service.child.stdout.on('data', (chunk) => service.log.push(String(chunk)))
    while (!(await fetch(home).catch(() => undefined))?.ok) {
      if (service.child.exitCode !== null) throw new Error(`the app ended: ${service.log.join('')}`)
      await sleep(100)
    }
    chrome = browser
    context = await chrome.newContext()
    page = await context.newPage()
  }, 300_000)
  afterAll(async () => {
    await context?.close()
    if (service) await stop(service.child)
  })

  const control = async (path: string, body?: object) => {
    const init = body && { method: 'POST', body: JSON.stringify(body) }
    return (await fetch(`${auth}/_emulator/${path}`, init)).json()
  }
  const press = (name: string, on = page) => on.getByRole('button', { name, exact: true }).click()
  const shows = (text: string, on = page) => on.getByText(text, { exact: true }).waitFor()
  /** The addresses of the links, by their texts. */
  const hrefsOf = async (on: Page) =>
    new Map(
      await on
        .getByRole('link')
        .evaluateAll((links: HTMLAnchorElement[]) => links.map((link) => [link.textContent, link.href] as const)),
    )
  const statusAt = async (path: string) => {
    await page.goto(home + path)
    return page.getByRole('status').textContent()
  }

  async function fillLogin(email: string, on = page): Promise<void> {
    await on.waitForURL(`${auth}/login**`)
    await on.getByLabel('Email').fill(email)
    await on.getByLabel('Password').fill('emulator-password')
    await press('Log in', on)
  }

  test('asks a visitor to log in or to sign up', async () => {
    expect(await statusAt('/server')).toBe('visitor at /alone/server, without a token')
    expect(await statusAt('/router')).toBe('visitor, without a token')
    expect((await page.request.get(`${app}/api/alone/router`)).ok()).toBe(true)
    expect((await page.request.get(`${app}/api/service`)).status()).toBe(401)
    await page.goto(home)
    await shows('Visitor')
    await press('Sign up')
    await page.waitForURL(`${auth}/signup?*plan=pro*`)
    await page.goto(`${home}/join`)
    await page.waitForURL(`${auth}/signup**`)
    await page.goto(`${home}/enter`)
    await page.waitForURL(`${auth}/login**`)
  })

  test('leads from a protected page to the login and back, with the organization that the app prefers', async () => {
    await page.goto(`${home}/required?tab=1`)
    await fillLogin('multi-org@example.test')
    await page.waitForURL(`${home}/required?tab=1`)
    await shows('For multi-org@example.test')
    await page.goto(home)
    await shows('Mara, multi-org@example.test')
    await shows('Active: Globex')
  })

  test('knows the user on the server, in both routers', async () => {
    expect(await statusAt('/server')).toBe('multi-org@example.test at /alone/server, with a token')
    expect(await statusAt('/router')).toBe('multi-org@example.test, with a token')
    const router = await page.request.get(`${app}/api/alone/router`)
    expect(await router.json()).toEqual({ email: 'multi-org@example.test', hasToken: true })
    const closed = await page.request.get(`${app}/closed`)
    expect([closed.status(), await closed.text()]).toEqual([403, 'closed to multi-org@example.test'])
  })

  test('has cookies that our sessions take over, with the active organization', async () => {
    const { apiKey } = await control('keys')
    const expired = (await control('token', { user: 'multiOrg', expiresIn: -120 })).accessToken
    const cookies = (await context.cookies(app)).filter(({ name }) => /^__pa_(at|rt|org_id)$/.test(name))
    expect(cookies).toHaveLength(3)
    const headerWith = (token?: string) =>
      cookies.map(({ name, value }) => `${name}=${name === '__pa_at' ? (token ?? value) : value}`).join('; ')
    for (const prefix of ['__pa', 'app']) {
      const options = { apiKey, appUrl: app, cookies: { prefix } }
      const sessions = createSessions(createPropelAuth({ authUrl: auth }), options)
      const find = (cookie: string) => sessions.getSession(new Request(app, { headers: { cookie } }))
      for (const header of [headerWith(), headerWith(expired)]) {
        const { status, user, setCookies } = await find(header)
        expect([status, user?.email, user?.getActiveOrg()?.orgName]).toEqual([
          'active',
          'multi-org@example.test',
          'Globex',
        ])
        if (header === headerWith()) expect(setCookies).toEqual([])
        else
          for (const name of ['at', 'rt', 'org_id'])
            expect(setCookies.join()).toMatch(new RegExp(`\\b${prefix}_${name}=[^;]`))
      }
    }
  })

  test('refreshes an expired access token, in both routers', async () => {
    const expired = (await control('token', { user: 'multiOrg', expiresIn: -60 })).accessToken
    for (const [path, status] of [
      ['/server', 'multi-org@example.test at /alone/server, with a token'],
      ['/router', 'multi-org@example.test, with a token'],
    ] as const) {
      await context.addCookies([{ name: '__pa_at', value: expired, url: app }])
      expect(await statusAt(path)).toBe(status)
    }
  })

  test('switches the organization, with an access token that the backend API knows', async () => {
    await page.goto(home)
    await press('Use Acme')
    await shows('Active: Acme')
    const token = (await page.getByLabel('Token').textContent()) ?? ''
    const { valid, claims } = await control('token/verify', { token })
    expect([valid, claims.org_member_info?.org_name]).toEqual([true, 'Acme'])
    const service = await page.request.get(`${app}/api/service`, { headers: { authorization: `Bearer ${token}` } })
    expect(await service.json()).toMatchObject({ email: 'multi-org@example.test' })
    await page.reload()
    await shows('Active: Acme')
  })

  test('calls the frontend API through the server of the app', async () => {
    const state = await page.evaluate(async () => {
      const headers = { 'Content-Type': 'application/json', 'X-CSRF-Token': '-.-' }
      return (await fetch('/api/auth/fe/login_state', { headers })).json()
    })
    expect(state).toEqual({ login_state: 'Finished' })
  })

  test('every link and every redirection leads to its page', async () => {
    const owner = await (await chrome.newContext()).newPage()
    await owner.goto(home)
    await press('Log in', owner)
    await fillLogin('owner@acme.test', owner)
    await owner.waitForURL(`${home}?from=login`)
    const { apiKey } = await control('keys')
    const { orgs } = await control('orgs?query=acme')
    const allow = `${auth}/api/backend/v1/org/${orgs[0].org_id}/allow_saml`
    await fetch(allow, { method: 'POST', headers: { authorization: `Bearer ${apiKey}` } })
    const headings = {
      AccountPage: 'Olivia Owner',
      OrgPage: 'Acme',
      OrgSettingsPage: 'Acme',
      CreateOrgPage: 'Create an organization',
      SetupSAMLPage: 'Single sign-on of Acme',
    }
    const parts = Object.entries(headings)
    const inOrder = (names: readonly string[]) => names.toSorted()
    // A user who is signed in comes back from the login and the sign-up at once.
    const returning = ['LoginPage', 'SignupPage']
    const isBack = (url: string) => url.startsWith(`${app}/`) && !url.endsWith('/links')

    await owner.goto(`${home}/links`)
    await shows(auth, owner)
    const hrefs = await hrefsOf(owner)
    const names = [...returning, ...Object.keys(headings)]
    expect(inOrder([...hrefs.keys()])).toEqual(inOrder(names.map((part) => `get${part}Url`)))
    const ask = (part: string) => owner.request.get(hrefs.get(`get${part}Url`) ?? '')
    for (const part of returning) expect((await ask(part)).url(), part).toSatisfy(isBack)
    for (const [part, heading] of parts) expect(await (await ask(part)).text(), part).toContain(`<h1>${heading}</h1>`)

    const buttons = await owner.getByRole('button').allTextContents()
    expect(inOrder(buttons)).toEqual(inOrder([...names, 'OrgApiKeysPage'].map((part) => `redirectTo${part}`)))
    for (const part of returning) {
      await owner.goto(`${home}/links`)
      await press(`redirectTo${part}`, owner)
      await owner.waitForURL((url) => isBack(url.href))
    }
    for (const [part, heading] of [...parts, ['OrgApiKeysPage', 'Acme'] as const]) {
      await owner.goto(`${home}/links`)
      await press(`redirectTo${part}`, owner)
      await owner.getByRole('heading', { level: 1, name: heading }).waitFor()
      expect(new URL(owner.url()).origin, part).toBe(auth)
    }

    await owner.goto(`${auth}/org?id=${orgs[0].org_id}`)
    await owner.getByLabel('Email', { exact: true }).fill('guest@x.test')
    await owner.getByLabel('Role', { exact: true }).selectOption('Admin')
    await press('Send the invitation', owner)
    await shows('The invitation was sent.', owner)
    await owner.context().close()
  })

  test('shows the organization of an invitation that was accepted', async () => {
    const guest = await (await chrome.newContext()).newPage()
    const { mail } = await control('mail?to=guest@x.test')
    await guest.goto(mail[0].link)
    await guest.getByLabel('Password').fill('long enough')
    await press('Sign up', guest)
    await guest.waitForURL('**/account')
    await guest.goto(home)
    await press('Log in', guest)
    await guest.waitForURL(`${home}?from=login`)
    await shows('No name, guest@x.test', guest)
    expect(await guest.getByRole('listitem').allTextContents()).toEqual(['Acme: AdminUse Acme'])
    await guest.context().close()
  })

  test('shows a change of the account after a refresh', async () => {
    await page.goto(`${auth}/account`)
    await page.getByLabel('First name').fill('Maria')
    await press('Save the profile')
    await page.goto(home)
    await shows('Maria, multi-org@example.test')
    // A logout that overtakes the refresh would leave the page with the user.
    await Promise.all([page.waitForResponse(`${app}/api/auth/userinfo`), press('Refresh')])
    await shows('Maria, multi-org@example.test')
  })

  test('logs out, of the hosted pages as well', async () => {
    await press('Log out')
    await shows('Visitor')
    expect(await statusAt('/server')).toBe('visitor at /alone/server, without a token')
    await page.goto(`${home}/required`)
    await page.waitForURL(`${auth}/login**`)
  })
})
