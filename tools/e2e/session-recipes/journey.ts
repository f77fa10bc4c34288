// The journey that the app of every recipe passes in Chromium: built for production, with the emulator and its hosted
// login page. The pages of an app are
//
//   /          public: `data-testid="user"` has the email of the user, or `visitor`; a link "Account"
//   /account   for users: `user`, the name of the active org or `none` in `org`, and a button "Log out"
//   /moved     redirects to /account with 302, for everyone
//   /broken    throws while it is rendered: 500, for everyone
//   /api/note  a POST of users, answered with JSON: `{ "by": email }`
//
// and every other path is a 404.
import type { Browser } from 'playwright-core'
import { hasChromium, launchChromium } from 'test-kit/chromium'
import { temporaryFolder } from 'test-kit/temporary-folder'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findPort, startEmulator } from '../../services.ts'
import { describeAnswers, describeOutage, describeRefusals } from './answers.ts'
import { hasScript, installRecipe, runScript, type SessionRecipe, startRecipe } from './recipe-app.ts'
import { describeLogin, describeLogout, describeSession } from './session.ts'
import { control, type Visit } from './visit.ts'

/** `further` adds tests of one framework. They run before the logout, in the browser of a user with an active org. */
export function describeSessionJourney(recipe: SessionRecipe, further?: (visit: Visit) => void): void {
  describe.runIf(hasChromium())(recipe.name, () => {
    const project = temporaryFolder()
    const visit = {} as { -readonly [Part in keyof Visit]: Visit[Part] }
    const errors: string[] = []
    let browser: Browser

    beforeAll(async () => {
      installRecipe(recipe, project)
      const port = await findPort(3460)
      if (hasScript(project, 'build')) await runScript(project, 'build', recipe.env?.(`http://localhost:${port}`))
      visit.emulator = await startEmulator(await findPort(4860))
      const { authUrl, apiKey } = visit.emulator
      visit.app = await startRecipe(recipe, project, port, {
        PROPELAUTH_AUTH_URL: authUrl,
        PROPELAUTH_API_KEY: apiKey,
        PROPELAUTH_ALLOW_EMULATOR: 'true',
      })
      // Each refresh token counts once: a session ends if the cookies of an answer do not arrive.
      await control(visit, 'settings', { refresh_tokens: 'strict' })
      browser = await launchChromium()
      visit.context = await browser.newContext()
      visit.page = await visit.context.newPage()
      visit.page.on('pageerror', (error) => errors.push(error.message))
    }, 300_000)

    afterAll(async () => {
      await browser?.close()
      await visit.app?.stop()
      await visit.emulator?.stop()
    })

    describeLogin(visit)
    describeSession(visit)
    describeAnswers(visit)
    describeRefusals(visit)
    if (further) describe('in this framework', () => further(visit))
    describeOutage(visit)
    describeLogout(visit)

    test('leaves no error in the browser, and no token in the output of the server', () => {
      expect(errors).toEqual([])
      expect(visit.app.log.join('')).not.toMatch(/eyJ[\w-]{20}/)
    })

    test('compiles with the types of the framework', () => runScript(project, 'types'))
  })
}
