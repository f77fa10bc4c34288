import { PERSONAS } from '@propelauth-edge/emulator'
import { expect, test } from './notes-app.ts'

test.use({ persona: 'owner' })

test.beforeEach(({ emulator }, testInfo) => {
  testInfo.annotations.push({ type: 'emulator', description: emulator.authUrl })
})

test('a message is waited for, and its link works', async ({ page, emulator, inbox, request }) => {
  const response = request.post(`${emulator.authUrl}/api/backend/v1/user/`, {
    headers: { authorization: `Bearer ${emulator.apiKey}` },
    data: { email: 'new@x.test', send_email_to_confirm_email_address: true },
  })
  const { link } = await inbox.waitForEmail({ to: 'new@x.test', subject: 'Confirm' })
  expect((await response).status()).toBe(200)
  await page.goto(link)
  await page.waitForURL('**/account')
  await expect(page.getByText('new@x.test').first()).toBeVisible()
})

test.describe('tests do not see each other', () => {
  test('one changes everything', async ({ page, emulator, clock, faults }) => {
    clock.advance({ days: 1 })
    emulator.changeSettings({ session_days: 1 })
    faults.add({ path: '/account', status: 500 })
    emulator.reset({ empty: true })
    await page.goto(`${emulator.authUrl}/account`)
    await page.waitForURL('**/login**')
  })

  test('the next one starts from the seed', async ({ page, emulator, clock }) => {
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(5_000)
    expect([emulator.counts().users, emulator.settings().session_days]).toEqual([5, 14])
    await page.goto(`${emulator.authUrl}/account`)
    await expect(page.getByText(PERSONAS.owner.email).first()).toBeVisible()
  })
})

test.describe('a journey of several tests', () => {
  test.use({ resetEmulator: false })

  test('keeps what a test leaves', async ({ emulator, clock, faults }) => {
    emulator.changeSettings({ session_days: 3 })
    clock.advance({ days: 1 })
    faults.add({ path: '/account', status: 500 })
  })

  test('for the next one, without its clock and its faults', async ({ page, emulator }) => {
    expect(emulator.settings().session_days).toBe(3)
    expect(Math.abs(emulator.now() - Date.now())).toBeLessThan(60_000)
    await page.goto(`${emulator.authUrl}/account`)
    await expect(page.getByText(PERSONAS.owner.email).first()).toBeVisible()
  })
})

test('a session ends when its time has passed', async ({ page, emulator, clock }) => {
  await page.goto(`${emulator.authUrl}/account`)
  await expect(page.getByText(PERSONAS.owner.email).first()).toBeVisible()
  clock.advance({ days: 15 })
  await page.reload()
  await page.waitForURL('**/login**')
})

test('a token is for requests to an API', async ({ mint, request, emulator }) => {
  const headers = { authorization: `Bearer ${await mint('owner')}` }
  const response = await request.get(`${emulator.authUrl}/propelauth/oauth/userinfo`, { headers })
  expect(await response.json()).toMatchObject({ email: PERSONAS.owner.email })
})

test('a webhook is waited for', async ({ page, emulator, waitForWebhook }) => {
  await page.goto(`${emulator.authUrl}/account`)
  await page.getByRole('button', { name: 'Log out' }).click()
  const { payload } = await waitForWebhook({ type: 'user.logged_out' })
  expect(payload.user_id).toBe(PERSONAS.owner.userId)
})
