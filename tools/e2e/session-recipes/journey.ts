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
import { hasChromium } from 'test-kit/chromium'
import { temporaryFolder } from 'test-kit/temporary-folder'
import { describe, expect } from 'vitest'
import { describeAnswers, describeOutage, describeRefusals } from './answers.ts'
import { runScript, type SessionRecipe } from './recipe-app.ts'
import { describeLogin, describeLogout, describeSession } from './session.ts'
import { createVisitTest, type VisitTest } from './visit.ts'

/** `further` adds tests of one framework. They run before the logout, in the browser of a user with an active org. */
export function describeSessionJourney(recipe: SessionRecipe, further?: (test: VisitTest) => void): void {
  const project = temporaryFolder()
  const test = createVisitTest(recipe, project)

  describe.runIf(hasChromium())(recipe.name, () => {
    // A build may take longer than a test.
    test.beforeAll(({ visit: _ }) => {}, 300_000)

    describeLogin(test)
    describeSession(test)
    describeAnswers(test)
    describeRefusals(test)
    if (further) describe('in this framework', () => further(test))
    describeOutage(test)
    describeLogout(test)

    test('leaves no error in the browser, and no token in the output of the server', ({ visit, pageErrors }) => {
      expect(pageErrors).toEqual([])
      expect(visit.app.log.join('')).not.toMatch(/eyJ[\w-]{20}/)
    })

    test('compiles with the types of the framework', () => runScript(project, 'types'))
  })
}
