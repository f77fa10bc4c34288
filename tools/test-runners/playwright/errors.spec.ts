import { test } from '@propelauth-edge/emulator/playwright'

test.describe('an unknown persona', () => {
  test.use({ persona: 'admn' })
  test.fail('lists the users', ({ page }) => void page)
})

test.fail('a message that does not arrive', async ({ inbox }) => {
  await inbox.waitForEmail({ to: 'a@x.test', timeoutMs: 10 })
})

test.describe('a login route without baseURL', () => {
  test.use({ persona: 'admin', appLogin: '/api/auth/login' })
  test.fail('asks for it', ({ page }) => void page)
})
