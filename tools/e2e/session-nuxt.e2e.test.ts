import { expect, test } from 'vitest'
import { expectNoServerCode } from './session-recipes/browser-code.ts'
import { describeSessionJourney } from './session-recipes/journey.ts'
import { cookiesOf, expireToken, submitLogin } from './session-recipes/visit.ts'

describeSessionJourney({ name: 'Nuxt', folder: 'nuxt' }, (visit) => {
  test('browsers get no code of the server', () => expectNoServerCode(visit))

  test('an answer that was under way when the session ended does not bring it back', async () => {
    const { app, context } = visit
    const page = await (await context.browser())?.newPage()
    if (!page) throw new Error('the browser has closed')
    const other = { ...visit, page, context: page.context() }
    await page.goto(`${app.url}/account`)
    await submitLogin(other)
    // The router of the page still writes its address while it hydrates, which Chromium counts as a navigation.
    await page.waitForURL(`${app.url}/account`, { waitUntil: 'networkidle' })
    await expireToken(other)
    const response = await page.goto(`${app.url}/api/leave`)
    expect(await response?.json()).toEqual({ left: true })
    expect(await cookiesOf(other)).toEqual({})
    await other.context.close()
  })
})
