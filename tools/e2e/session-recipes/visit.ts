// What the tests of all recipes do in the browser.
import type { APIResponse, BrowserContext, Page } from 'playwright-core'
import type { Emulator } from '../../../packages/emulator/dist/index.js'
import { findPort } from '../../services.ts'
import { createBrowserTest } from '../browser-test.ts'
import { type AppService, hasScript, installRecipe, runScript, type SessionRecipe, startRecipe } from './recipe-app.ts'

/** A member of two orgs of the emulator. */
export const visitor = { key: 'multiOrg', email: 'multi-org@example.test', password: 'emulator-password' }

/** A browser with the app and its emulator. */
export interface Visit {
  readonly app: AppService
  readonly emulator: Emulator
  readonly context: BrowserContext
  readonly page: Page
}

export type VisitTest = ReturnType<typeof createVisitTest>

/** Each refresh token counts once: a session ends if the cookies of an answer do not arrive. */
export const createVisitTest = (recipe: SessionRecipe, project: string) =>
  createBrowserTest({ refreshTokens: 'strict' }).extend<{ visit: Visit }>({
    visit: [
      async ({ emulator, context, page }, use) => {
        const app = await buildAndStart(recipe, project, emulator)
        await use({ app, emulator, context, page })
        await app.stop()
      },
      { scope: 'file' },
    ],
  })

async function buildAndStart(recipe: SessionRecipe, project: string, { authUrl, apiKey }: Emulator) {
  installRecipe(recipe, project)
  const port = await findPort(3460)
  if (hasScript(project, 'build')) await runScript(project, 'build', recipe.env?.(`http://localhost:${port}`))
  return startRecipe(recipe, project, port, {
    PROPELAUTH_AUTH_URL: authUrl,
    PROPELAUTH_API_KEY: apiKey,
    PROPELAUTH_ALLOW_EMULATOR: 'true',
  })
}

/** What a browser sends when it opens a page. */
export const navigation = { maxRedirects: 0, headers: { accept: 'text/html' } } as const

/** The text of the element with a test id. */
export const shown = ({ page }: Visit, testId: string): Promise<string | null> =>
  page.getByTestId(testId).first().textContent()

/** The cookies of the session. Those of the emulator, at another port, are not separate; nor are those of logins under way. */
export async function cookiesOf({ app, context }: Visit): Promise<Record<string, string>> {
  const cookies = (await context.cookies(app.url)).filter(({ name }) => /^__pa_(?!state_)/.test(name))
  return Object.fromEntries(cookies.map(({ name, value }) => [name, value]))
}

export const setCookies = ({ app, context }: Visit, values: Readonly<Record<string, string>>): Promise<void> =>
  context.addCookies(Object.entries(values).map(([name, value]) => ({ name, value, url: app.url })))

/** The cookies of a session with an active org. */
export const cookieNames = ['__pa_at', '__pa_org_id', '__pa_rt']

/** The names of the cookies that an answer sets or deletes, sorted. */
export const setCookieNames = (response: APIResponse): string[] =>
  response
    .headersArray()
    .filter(({ name }) => name.toLowerCase() === 'set-cookie')
    .map(({ value }) => value.replace(/=.*/, ''))
    .toSorted()

/** Replaces the access token in the browser by one that has expired. */
export async function expireToken(visit: Visit): Promise<string> {
  const { accessToken } = await visit.emulator.mintToken({ user: visitor.key, expiresIn: -120 })
  await setCookies(visit, { __pa_at: accessToken })
  return accessToken
}

/** What a script of the page gets. */
export const ask = ({ page }: Visit, path: string, method = 'GET', body?: object) =>
  page.evaluate(
    async ([url, method, body]) => {
      const response = await fetch(url, { method, ...(body && { body }) })
      return [response.status, await response.json().catch(() => null)] as const
    },
    [path, method, body && JSON.stringify(body)] as const,
  )
