import type { Page } from 'playwright-core'
import { hasChromium } from 'test-kit/chromium'
import { describe, expect } from 'vitest'
import { createBrowserTest } from '../../../test/browser-test.js'
import { backend, rt } from '../../../test/fixture.js'
import { openScriptCounter } from '../../../test/script-counter.js'
import { totp } from '../../../test/totp.js'
import { oneOfEachShape } from '../../../test/xss-strings.js'
import { PERSONAS, type UserProperties } from '../../index.js'

// The pages work without JavaScript.
const test = createBrowserTest({}, { javaScriptEnabled: false })

describe.runIf(hasChromium())('the pages of account and organizations in Chromium', { timeout: 120_000 }, () => {
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

  async function signUp(page: Page, email: string): Promise<void> {
    await page.getByLabel('Email').fill(email)
    await page.getByLabel('Password').fill('long enough')
    await press(page, 'Sign up')
  }

  test('sign up, create an organization, invite, accept, change the role, call the API', async ({
    emulator,
    open,
    inbox,
  }) => {
    const founder = await open('/signup')
    await signUp(founder, 'founder@initech.test')
    await founder.waitForURL('**/account')
    await founder.getByRole('link', { name: 'Create an organization' }).click()
    await founder.getByLabel('Name').fill('Initech')
    await press(founder, 'Create')
    await founder.waitForURL('**/org?id=*')
    await founder.getByLabel('Email', { exact: true }).fill('guest@initech.test')
    await founder.getByLabel('Role', { exact: true }).selectOption('Member')
    await press(founder, 'Send the invitation')
    await founder.getByText('The invitation was sent.').waitFor()

    const guest = await open((await inbox.waitForEmail({ to: 'guest@initech.test' })).link)
    await guest.waitForURL('**/signup?invite_token=*')
    expect(await guest.getByText('You have been invited to Initech as Member').count()).toBe(1)
    expect(await guest.getByLabel('Email').inputValue()).toBe('guest@initech.test')
    await guest.getByLabel('Password').fill('long enough')
    await press(guest, 'Sign up')
    await guest.waitForURL('**/account')
    expect(await guest.getByRole('listitem').allTextContents()).toEqual(['Initech: Member'])

    await founder.getByRole('link', { name: 'Members' }).click()
    await founder.getByLabel('Role of guest@initech.test', { exact: true }).selectOption('Admin')
    await press(founder, 'Change the role of guest@initech.test')
    await founder.getByText('The role was changed.').waitFor()

    const api = await guest.context().request.get(`${emulator.authUrl}/api/v1/refresh_token`)
    const { access_token: token } = await api.json()
    const headers = { Authorization: `Bearer ${token}` }
    const profile = await emulator.fetch(`${emulator.authUrl}/propelauth/oauth/userinfo`, { headers })
    const { org_id_to_org_info: orgs } = await profile.json()
    expect(Object.values(orgs)).toMatchObject([{ org_name: 'Initech', user_role: 'Admin' }])
  })

  test('from the app to the organization that it wants, and back', async ({ emulator, open, app }) => {
    const appUrl = `${app.url}/back`
    const page = await open(`/create_org?${rt(appUrl)}`)
    await page.getByRole('link', { name: 'Sign up' }).click()
    await signUp(page, 'from-app@umbrella.test')
    await page.getByLabel('Name').fill('Umbrella')
    await press(page, 'Create')
    await page.waitForURL(appUrl)
    await page.goto(`${emulator.authUrl}/org?${rt(appUrl)}`)
    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByLabel('Name of the organization').fill('Umbrella Corporation')
    await press(page, 'Save the name')
    await page.getByText('The settings were saved.').waitFor()
    await page.getByRole('link', { name: 'API keys' }).click()
    await page.getByLabel('Name (optional)').fill('CI')
    await press(page, 'Create an API key')
    const token = (await page.locator('.secret').textContent()) ?? ''
    const { body } = await backend(emulator, 'POST', 'end_user_api_keys/validate', { api_key_token: token })
    expect(body.org).toMatchObject({ org_name: 'Umbrella Corporation' })
    await page.getByRole('link', { name: 'Back to the app' }).click()
    await page.waitForURL(appUrl)
  })

  test('two-factor authentication, from the secret to the next login', async ({ emulator, open }) => {
    const email = 'careful@x.test'
    const page = await open('/signup')
    await signUp(page, email)
    await page.getByRole('link', { name: 'Security' }).click()
    const secret = (await page.locator('.secret').textContent()) ?? ''
    expect(await page.getByRole('img', { name: 'QR code' }).count()).toBe(1)
    await page.getByLabel('Six-digit code of the app').fill(totp(secret, emulator.now()))
    await press(page, 'Turn it on')
    await page.getByText('Two-factor authentication is on.').waitFor()
    const backupCode = (await page.locator('.codes code').first().textContent()) ?? ''
    await page.getByRole('link', { name: 'Profile' }).click()
    await press(page, 'Log out')
    await page.waitForURL('**/login')
    await page.getByLabel('Email').fill(email)
    await page.getByLabel('Password').fill('long enough')
    await press(page, 'Log in')
    await page.getByText('Use a backup code').click()
    await page.getByLabel('Backup code').fill(backupCode)
    await page.locator('details button').click()
    await page.waitForURL('**/account')
  })

  test('a forgotten password', async ({ open, app }) => {
    const appUrl = `${app.url}/back`
    const page = await open(`/login?${rt(appUrl)}`)
    await page.getByRole('link', { name: 'Forgot your password?' }).click()
    await page.getByLabel('Email').fill(PERSONAS.noOrg.email)
    await press(page, 'Send a link')
    await page.getByRole('link', { name: 'Open the messages to this address' }).click()
    await page.getByRole('link', { name: 'Open the link' }).first().click()
    await page.getByLabel('New password').fill('a new password')
    await press(page, 'Set password')
    await page.waitForURL(appUrl)
  })

  test('no stored script runs with the content policy switched off', async ({ emulator, browser, signIn }) => {
    const { page, show, executed } = await openScriptCounter(browser, emulator.authUrl)
    await signIn(page.context(), 'owner')
    for (const [index, text] of oneOfEachShape().entries()) {
      const { body } = await backend(emulator, 'POST', 'org/', { name: text })
      const user = await backend(emulator, 'POST', 'user/', { email: `s${index}@x.test`, first_name: text })
      for (const user_id of [PERSONAS.owner.userId, user.body.user_id])
        await backend(emulator, 'POST', 'org/add_user', { user_id, org_id: body.org_id, role: 'Owner' })
      await backend(emulator, 'POST', 'end_user_api_keys', { org_id: body.org_id, display_name: text })
      await backend(emulator, 'PUT', `user/${PERSONAS.owner.userId}`, { first_name: text, username: `${index}${text}` })
      const query = new URLSearchParams({ id: body.org_id, search: text, done: text, rt: text })
      const paths = ['/org', `/org/settings/${body.org_id}`, `/org/api_keys/${body.org_id}`, '/account']
      await show(paths.map((path) => `${emulator.authUrl}${path}?${query}`))
    }
    expect(executed()).toBe(0)
  })

  test('the properties of a project, from the sign-up to the account', async ({ emulator, open }) => {
    emulator.changeSettings({
      user_properties: {
        tos_property: { tos_links: [{ name: 'Our terms', url: 'https://x.test/terms' }] },
        custom_properties: [
          { name: 'plan', display_name: 'Plan', field_type: 'Enum', enum_values: ['free', 'pro'] },
          { name: 'day', display_name: 'Birthday', field_type: 'Date', required: false },
          { name: 'team', display_name: 'Team', field_type: 'Text', collect_on_signup: false },
        ],
      },
    })
    const page = await open('/signup')
    expect(await page.getByRole('link', { name: 'Our terms' }).getAttribute('href')).toBe('https://x.test/terms')
    await page.getByRole('checkbox', { name: 'I accept the terms' }).check()
    await page.getByRole('combobox', { name: 'Plan' }).selectOption('pro')
    await page.getByLabel('Birthday (optional)').fill('2001-02-03')
    await signUp(page, 'props@x.test')
    await page.getByRole('textbox', { name: 'Team' }).fill('red')
    await press(page, 'Save the profile')
    await page.waitForURL('**/account')
    await page.getByRole('combobox', { name: 'Plan' }).selectOption('free')
    await press(page, 'Save the profile')
    expect(await page.getByText('Your profile was saved.').count()).toBe(1)
    const { body } = await backend(emulator, 'GET', 'user/email?email=props@x.test')
    expect(body.properties).toEqual({ tos: true, plan: 'free', day: '2001-02-03', team: 'red' })
    emulator.reset()
  })

  test('no script in a property runs with the content policy switched off', async ({ emulator, browser }) => {
    const { page, show, executed } = await openScriptCounter(browser, emulator.authUrl)
    const texts = oneOfEachShape()
    const schema: UserProperties = {
      name_property: {},
      username_property: { display_name: texts.join('') },
      tos_property: {
        tos_links: texts.map((text) => ({ name: text, url: `https://x.test/${text.replaceAll(/\s/g, '')}` })),
      },
      custom_properties: texts.flatMap((text) => [
        { name: text, display_name: text, field_type: 'Text', required: false },
        { name: `${text}1`, display_name: text, field_type: 'LongText', required: false },
        { name: `${text}2`, display_name: text, field_type: 'Enum', enum_values: [text], required: false },
        { name: `${text}3`, display_name: text, field_type: 'Toggle', required: false },
        { name: `${text}4`, display_name: text, field_type: 'Text', required: false, user_writable: 'Read' },
      ]),
    }
    const properties = Object.fromEntries(
      texts.flatMap((text) => ['', '1', '2', '4'].map((end) => [`${text}${end}`, text])),
    )
    const user = { email: 'p@x.test', password: 'long enough', email_confirmed: true, properties }
    await backend(emulator, 'POST', 'user/', user)
    emulator.changeSettings({ user_properties: schema })
    await show([`${emulator.authUrl}/signup`])
    await page.goto(`${emulator.authUrl}/login`)
    await page.getByLabel('Email').fill(user.email)
    await page.getByLabel('Password').fill(user.password)
    await press(page, 'Log in')
    await page.getByRole('checkbox', { name: 'I accept the terms' }).check()
    await press(page, 'Save the profile')
    await page.waitForURL('**/account')
    await show(['/account', '/_emulator/settings'].map((path) => emulator.authUrl + path))
    expect(executed()).toBe(0)
    emulator.reset()
  })
})
