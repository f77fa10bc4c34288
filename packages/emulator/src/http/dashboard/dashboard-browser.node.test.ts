import { readFileSync } from 'node:fs'
import { hasChromium } from 'test-kit/chromium'
import { afterAll, beforeAll, describe, expect, onTestFinished, test as plain } from 'vitest'
import { createBrowserTest } from '../../../test/browser-test.js'
import { backend, callControl } from '../../../test/fixture.js'
import { register } from '../../../test/mcp-client.js'
import { startReceiver } from '../../../test/receiver.js'
import { openScriptCounter } from '../../../test/script-counter.js'
import { oneOfEachShape, xssStrings } from '../../../test/xss-strings.js'
import { type EmulatorServer, PERSONA_ORGS, PERSONAS, startServer } from '../../index.js'

const { acme } = PERSONA_ORGS
const { owner, multiOrg, noOrg } = PERSONAS

const PATHS = [
  '',
  '/users',
  `/users/${multiOrg.userId}`,
  '/orgs',
  `/orgs/${acme.orgId}`,
  '/roles',
  '/tokens',
  '/mail',
  '/sms',
  '/requests',
  '/webhooks',
  '/mcp',
  '/faults',
  '/settings',
  '/state',
  '/environment',
]

const test = createBrowserTest()

const address = (path = ''): string => `/_emulator${path}`

describe.runIf(hasChromium())('the dashboard in Chromium', { timeout: 120_000 }, () => {
  test.beforeEach(({ emulator }) => emulator.reset())

  test('without scripts: the start page shows webhooks and MCP clients as they happen', async ({ emulator, open }) => {
    const receiver = await startReceiver()
    onTestFinished(() => receiver.close())
    emulator.webhooks.addEndpoint({ url: receiver.url })
    const page = await open(address(), { javaScriptEnabled: false })
    await page.getByRole('link', { name: 'Show webhooks and MCP clients as they happen' }).click()
    await page.getByRole('link', { name: 'Stop' }).waitFor()
    await backend(emulator, 'POST', `user/${noOrg.userId}/disable`)
    await page.getByRole('row', { name: /user\.disabled.*succeeded: 204/ }).waitFor()
    await register(emulator, { client_name: 'An editor' })
    await page.getByRole('rowheader', { name: 'An editor' }).waitFor()
  })

  test('without scripts: find a user, change the name, lock, sign in', async ({ open }) => {
    const page = await open(address(), { javaScriptEnabled: false })
    await page.getByRole('navigation', { name: 'Emulator' }).getByRole('link', { name: 'Users' }).click()
    await page.getByLabel('Email, name, id or key').fill('noah')
    await page.getByRole('button', { name: 'Find' }).click()
    await page.getByRole('link', { name: noOrg.email }).click()
    await page.getByLabel('First name').fill('Noah 2')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('status').getByText('The profile was saved.').waitFor()
    await page.getByRole('heading', { name: 'Noah 2 Single' }).waitFor()
    await page.getByRole('button', { name: 'Lock: ' }).click()
    await page.getByText('locked', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Unlock: ' }).click()
    await page.getByRole('button', { name: 'Sign in as' }).click()
    await page.waitForURL('**/account')
  })

  test('without scripts: create an organization, add a member, invite, delete', async ({ open }) => {
    const page = await open(address('/orgs'), { javaScriptEnabled: false })
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('New')
    await page.getByRole('button', { name: 'Create' }).click()
    await page.getByText('Add a member').click()
    await page.getByLabel('User (email, id or key)').fill(noOrg.email)
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByLabel(`Role of ${noOrg.email}`, { exact: true }).selectOption('Admin')
    await page.getByRole('button', { name: `Change: role of ${noOrg.email}` }).click()
    await page.getByText('The role was changed.').waitFor()
    await page.getByText('Invite by email').click()
    await page.getByRole('region', { name: 'Pending invitations' }).getByLabel('Email').fill('guest@x.test')
    await page.getByRole('button', { name: 'Invite', exact: true }).click()
    await page.getByRole('heading', { name: 'Pending invitations (1)' }).waitFor()
    await page.getByText('Delete New').click()
    await page.getByRole('button', { name: 'Delete: New' }).click()
    await page.getByText('The organization was deleted.').waitFor()
  })

  test('a token is minted, pasted and verified', async ({ open }) => {
    const page = await open(address('/tokens'))
    await page.getByLabel('Expires in minutes').fill('-5')
    await page.getByRole('button', { name: 'Mint' }).click()
    const token = (await page.locator('pre.copy', { hasText: /^ey/ }).textContent()) ?? ''
    await page.getByLabel('Access token').fill(token)
    await page.getByRole('button', { name: 'Verify' }).click()
    await page.getByRole('row', { name: /expiry wrong It expired/ }).waitFor()
  })

  test('a sign-in goes to the configured app, which the content policy of the page allows', async ({
    emulator,
    open,
  }) => {
    await using other = await startServer({ port: 0, appUrls: [`${emulator.authUrl}/login`] })
    for (const path of ['', '/users', `/users/${owner.userId}`]) {
      const page = await open(`${other.emulator.authUrl}/_emulator${path}`)
      await page.getByRole('button', { name: `Sign in as ${owner.email}` }).click()
      await page.waitForURL(`${emulator.authUrl}/**`)
    }
  })

  test('the seed file is downloaded and starts another emulator', async ({ emulator, open }) => {
    const page = await open(address('/state'))
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download as a seed file' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('propelauth.seed.json')
    const file = await download.path()
    await page.getByText('Reset', { exact: true }).last().click()
    await page.getByRole('button', { name: 'Empty the project' }).click()
    expect(emulator.counts().users).toBe(0)
    await page.getByLabel('Seed file or export').setInputFiles({
      name: 'seed.json',
      mimeType: 'application/json',
      buffer: readFileSync(file),
    })
    await page.getByRole('button', { name: 'Start from this file' }).click()
    await page.getByText('The state is that of the file.').waitFor()
    expect(emulator.counts()).toEqual({ users: 5, orgs: 2 })
  })

  test('with the keyboard: the first stop skips the navigation', async ({ open }) => {
    const page = await open(address('/users'))
    await page.keyboard.press('Tab')
    await page.getByRole('link', { name: 'Skip to the content' }).waitFor()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('q')
  })

  test('no stored script runs with the content policy switched off', async ({ emulator, browser }) => {
    const paths: string[] = []
    for (const [index, text] of xssStrings().entries()) {
      const profile = { first_name: text, last_name: text, username: `${index}${text}`, properties: { [text]: text } }
      const user = await backend(emulator, 'POST', 'user/', {
        email: `xss${index}@x.test`,
        ...profile,
        metadata: { [text]: text },
      })
      const org = await backend(emulator, 'POST', 'org/', { name: text, metadata: { [text]: text } })
      const ids = { user_id: user.body.user_id, org_id: org.body.org_id }
      await backend(emulator, 'POST', 'org/add_user', { ...ids, role: 'Owner' })
      if (index < 12) paths.push(`/users/${ids.user_id}`, `/orgs/${ids.org_id}`)
    }
    await callControl(emulator, 'POST', 'roles', { structure: 'multi_role' })
    emulator.addFault({ path: `/${xssStrings().join('')}`, status: 500, body: xssStrings().join('') })
    const { show, executed } = await openScriptCounter(browser, emulator.authUrl)
    const listed = ['/users?page=2', '/users?page=3', '/orgs?page=2', '/orgs?page=3']
    const pages = [...PATHS, ...paths, ...listed].map((path) => emulator.authUrl + address(path))
    expect(await show(pages)).toEqual(pages.map(() => [expect.any(String)]))
    for (const text of oneOfEachShape()) {
      const query = new URLSearchParams({
        q: text,
        to: text,
        path: text,
        role: text,
        done: text,
        user: text,
        org: text,
      })
      const searched = ['/users', '/orgs', `/orgs/${acme.orgId}`, '/sms', '/requests', '/tokens']
      const [tokens, roles] = [emulator.authUrl + address('/tokens'), emulator.authUrl + address('/roles')]
      await show([
        ...searched.map((path) => `${emulator.authUrl}${address(path)}?${query}`),
        { address: tokens, fields: { action: 'mint', user: owner.userId, claims: text } },
        { address: tokens, fields: { action: 'mint', user: owner.userId, claims: JSON.stringify({ [text]: text }) } },
        { address: tokens, fields: { action: 'inspect', token: text } },
        { address: roles, fields: { action: 'add', role: text } },
      ])
    }
    const { body } = await callControl(emulator, 'GET', 'roles')
    expect(Object.keys(body.definitions)).toEqual(expect.arrayContaining(oneOfEachShape()))
    expect(executed()).toBe(0)
  })
})

describe('with 10,000 users and 1,000 organizations', { timeout: 120_000 }, () => {
  let big: EmulatorServer

  beforeAll(async () => {
    const users = Array.from({ length: 10_000 }, (_, index) => ({ key: `u${index}`, email: `u${index}@x.test` }))
    const orgs = Array.from({ length: 1000 }, (_, index) => ({
      key: `o${index}`,
      name: `Org ${index}`,
      members: Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`u${index * 10 + at}`, 'Member'])),
    }))
    big = await startServer({ port: 0, seed: { users, orgs } })
  }, 120_000)
  afterAll(() => big.close())

  plain.each(PATHS.filter((path) => !path.includes(acme.orgId) && !path.includes(multiOrg.userId)))(
    '%s stays small',
    async (path) => {
      const headers = { Accept: 'text/html' }
      const response = await fetch(`${big.emulator.authUrl}/_emulator${path}`, { headers })
      expect(response.status).toBe(200)
      expect((await response.text()).length).toBeLessThan(200_000)
    },
  )
})
