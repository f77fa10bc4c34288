import { expect, test } from '@propelauth-edge/emulator/playwright'

test('the persona of the configuration is signed in to the app', async ({ page }) => {
  await page.goto('/account')
  await expect(page.getByTestId('user')).toHaveText('admin@acme.test')
})

// Playwright replaces the worker after a failed test, and with it the emulator.
test('the app accepts the emulator of a new worker', async ({ page }, { retry }) => {
  await page.goto('/account')
  await expect(page.getByTestId('user')).toHaveText('admin@acme.test')
  expect(retry).toBe(1)
})
