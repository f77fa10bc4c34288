import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as javascript from '@propelauth/javascript'
import * as react from '@propelauth/react'
import viteReact from '@vitejs/plugin-react'
import { decodeJwt } from 'jose'
import type { Browser, Page } from 'playwright-core'
import { hasChromium, launchChromium } from 'test-kit/chromium'
import { temporaryFolder } from 'test-kit/temporary-folder'
import { build, type InlineConfig, type PreviewServer, preview } from 'vite'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { backend } from '../../../test/fixture.js'
import { type EmulatorServer, PERSONA_ORGS, PERSONAS, startServer } from '../../index.js'

// A single-page app with @propelauth/react and @propelauth/javascript as they are, built by Vite.
const { acme, globex } = PERSONA_ORGS
const root = join(import.meta.dirname, '../../../test/vite-app')

test('the app uses everything that the two libraries export', () => {
  const sources = globSync('src/*.tsx', { cwd: root }).map((file) => readFileSync(join(root, file), 'utf8'))
  const imported = sources
    .flatMap((text) => Array.from(text.matchAll(/import \{([^}]*)\} from '@propelauth\//g), ([, names = '']) => names))
    .flatMap((names) => names.split(',').map((name) => name.trim()))
  const exported = Object.keys({ ...javascript, ...react })
  expect(exported.filter((name) => !imported.includes(name))).toEqual([])
})

describe.runIf(hasChromium())('the app in Chromium', () => {
  const outDir = temporaryFolder()
  let server: EmulatorServer
  let app: PreviewServer
  let appUrl: string
  let chrome: Browser
  let page: Page

  beforeAll(async () => {
    server = await startServer({ port: 0 })
    vi.stubEnv('VITE_AUTH_URL', server.emulator.authUrl)
    const config: InlineConfig = { root, configFile: false, logLevel: 'error', plugins: [viteReact()] }
    await build({ ...config, build: { outDir, emptyOutDir: true } })
    app = await preview({ ...config, build: { outDir }, preview: { host: 'localhost', port: 0 } })
    appUrl = app.resolvedUrls?.local[0] ?? ''
    chrome = await launchChromium()
    page = await (await chrome.newContext()).newPage()
  })
  afterAll(async () => {
    vi.unstubAllEnvs()
    await chrome?.close()
    await app?.close()
    await server?.close()
  })

  const press = (name: string, on = page) => on.getByRole('button', { name, exact: true }).click()
  const shows = (text: string, on = page) => on.getByText(text, { exact: true }).waitFor()
  /** The addresses of the links, by their texts. */
  const hrefsOf = async (on: Page) =>
    new Map(
      await on
        .getByRole('link')
        .evaluateAll((links: HTMLAnchorElement[]) => links.map((link) => [link.textContent, link.href] as const)),
    )
  const orgsOn = (on: Page) => on.getByRole('listitem').allTextContents()

  async function fillLogin(email: string, password: string, on = page): Promise<void> {
    await on.waitForURL(`${server.emulator.authUrl}/login?*`)
    await on.getByLabel('Email').fill(email)
    await on.getByLabel('Password').fill(password)
    await press('Log in', on)
  }

  const logIn = ({ email, password }: { email: string; password: string }, on = page) => fillLogin(email, password, on)

  test('shows a visitor, logs in on the hosted page, and comes back with the user', async () => {
    await page.goto(appUrl)
    await shows('Visitor')
    await press('Log in')
    await logIn(PERSONAS.multiOrg)
    await page.waitForURL(appUrl)
    await shows('Mara, multi-org@example.test')
    expect(await orgsOn(page)).toEqual(['Acme: MemberUse Acme', 'Globex: Admin, billingUse Globex'])
  })

  async function orgOfToken(): Promise<unknown> {
    const token = await page.getByLabel('Token').textContent()
    return token ? decodeJwt(token).org_member_info : undefined
  }

  test('switches the organization, with an access token for it', async () => {
    for (const { name, orgId } of [acme, globex]) {
      await press(`Use ${name}`)
      await shows(`Active: ${name}`)
      await expect.poll(orgOfToken).toMatchObject({ org_id: orgId })
    }
    await page.reload()
    await shows('Active: Globex')
  })

  test('the account page changes the name, and leads back', async () => {
    await press('Account')
    await page.waitForURL(`${server.emulator.authUrl}/account?*`)
    await page.getByLabel('First name').fill('Maria')
    await press('Save the profile')
    await page.getByRole('link', { name: 'Back to the app' }).click()
    await page.waitForURL(appUrl)
    await shows('Maria, multi-org@example.test')
    await backend(server.emulator, 'PUT', `user/${PERSONAS.multiOrg.userId}`, { first_name: 'Mia' })
    await press('Refresh')
    await shows('Mia, multi-org@example.test')
  })

  test('the pages of organizations: a new one, its name, an invitation that another user accepts', async () => {
    await press('New organization')
    await page.getByLabel('Name').fill('Initech')
    await press('Create')
    await page.waitForURL(appUrl)
    await press('Use Initech')
    await shows('Active: Initech')
    await press('Organization')
    await page.getByLabel('Email', { exact: true }).fill('guest@x.test')
    await page.getByLabel('Role', { exact: true }).selectOption('Admin')
    await press('Send the invitation')
    await shows('The invitation was sent.')
    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByLabel('Name of the organization').fill('Initech 2')
    await press('Save the name')
    await page.getByRole('link', { name: 'Back to the app' }).click()
    await shows('Active: Initech 2')

    const guest = await (await chrome.newContext()).newPage()
    await guest.goto(server.emulator.mail('guest@x.test')[0]?.link ?? '')
    await guest.getByLabel('Password').fill('long enough')
    await press('Sign up', guest)
    await guest.waitForURL('**/account')
    await guest.goto(appUrl)
    await shows('No name, guest@x.test', guest)
    expect(await orgsOn(guest)).toEqual(['Initech 2: Admin, billingUse Initech 2'])
    await guest.context().close()
  })

  test('guarded components have the user', async () => {
    const status = async (path: string) => {
      await page.goto(appUrl + path)
      return page.getByRole('status').textContent()
    }
    expect(await status('greeting')).toBe('Hello, multi-org@example.test')
    expect(await status('profile')).toBe('Profile of multi-org@example.test')
    expect(await status('required')).toBe('For users only')
    expect(await status('preview')).toBe('Hello, preview@x.test')
    await page.goto(`${appUrl}plain`)
    await shows('multi-org@example.test is Member of Acme, kept')
  })

  test('every link and every redirection leads to its page', async () => {
    const { authUrl } = server.emulator
    await backend(server.emulator, 'POST', `org/${acme.orgId}/allow_saml`)
    const owner = await (await chrome.newContext()).newPage()
    await owner.goto(appUrl)
    await press('Log in', owner)
    await logIn(PERSONAS.owner, owner)
    await owner.waitForURL(appUrl)
    const links = `${appUrl}links?org=${acme.orgId}`
    // A user who is signed in has no use for the login.
    const headings = {
      LoginPage: 'Olivia Owner',
      SignupPage: 'Sign up',
      AccountPage: 'Olivia Owner',
      OrgPage: 'Acme',
      CreateOrgPage: 'Create an organization',
      SetupSAMLPage: 'Single sign-on of Acme',
    }
    const parts = Object.entries(headings)
    const inOrder = (names: readonly string[]) => names.toSorted()

    await owner.goto(links)
    await shows(authUrl, owner)
    const hrefs = await hrefsOf(owner)
    expect(inOrder([...hrefs.keys()])).toEqual(inOrder(parts.map(([part]) => `get${part}Url`)))
    for (const [part, heading] of parts) {
      const answer = await owner.request.get(hrefs.get(`get${part}Url`) ?? '')
      expect(await answer.text(), part).toContain(`<h1>${heading}</h1>`)
    }

    const buttons = await owner.getByRole('button').allTextContents()
    expect(inOrder(buttons)).toEqual(inOrder(parts.map(([part]) => `redirectTo${part}`)))
    for (const [part, heading] of parts) {
      await owner.goto(links)
      await press(`redirectTo${part}`, owner)
      await owner.getByRole('heading', { level: 1, name: heading }).waitFor()
      expect(new URL(owner.url()).origin, part).toBe(authUrl)
    }
    await owner.context().close()
  })

  test('logs out in every tab, and then asks guests to log in or to sign up', async () => {
    const other = await page.context().newPage()
    await other.goto(appUrl)
    await shows('Mia, multi-org@example.test', other)
    await page.goto(appUrl)
    await press('Log out')
    await page.waitForURL(`${server.emulator.authUrl}/login`)
    await shows('Visitor', other)
    for (const path of ['profile', 'required']) {
      await page.goto(appUrl + path)
      await page.waitForURL(`${server.emulator.authUrl}/login**`)
    }
    await logIn(PERSONAS.noOrg)
    await page.waitForURL(`${appUrl}required`)
    await shows('For users only')
  })

  test('signs up on the hosted page, with parameters of the app', async () => {
    const guest = await (await chrome.newContext()).newPage()
    await guest.goto(`${appUrl}join`)
    await guest.waitForURL(`${server.emulator.authUrl}/signup?*`)
    await guest.goto(appUrl)
    await press('Sign up', guest)
    await guest.getByLabel('Email').fill('new@x.test')
    await guest.getByLabel('Password').fill('long enough')
    await press('Sign up', guest)
    await guest.waitForURL(appUrl)
    await shows('No name, new@x.test', guest)
    const { user_id: id } = (await backend(server.emulator, 'GET', 'user/email?email=new@x.test')).body
    const { body } = await backend(server.emulator, 'GET', `user/${id}/signup_query_parameters`)
    expect(body).toEqual({ user_signup_query_parameters: { plan: 'pro' } })
    await guest.context().close()
  })
})
