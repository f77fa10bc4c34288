import { expect } from 'vitest'
import { expectNoServerCode } from './session-recipes/browser-code.ts'
import { describeSessionJourney } from './session-recipes/journey.ts'
import { cookiesOf, expireToken, visitor } from './session-recipes/visit.ts'

describeSessionJourney({ name: 'Nuxt', folder: 'nuxt' }, (test) => {
  test('browsers get no code of the server', ({ visit }) => expectNoServerCode(visit))

  test('an answer that was under way when the session ended does not bring it back', async ({
    visit,
    browser,
    signIn,
  }) => {
    const { app } = visit
    await using context = await browser.newContext()
    const page = await context.newPage()
    const other = { ...visit, page, context }
    await signIn(context, visitor.key, { appLogin: `${app.url}/api/auth/login` })
    // The router of the page still writes its address while it hydrates, which Chromium counts as a navigation.
    await page.goto(`${app.url}/account`, { waitUntil: 'networkidle' })
    await expireToken(other)
    const response = await page.goto(`${app.url}/api/leave`)
    expect(await response?.json()).toEqual({ left: true })
    expect(await cookiesOf(other)).toEqual({})
  })
})
