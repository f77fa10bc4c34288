// What the tests of all recipes do in the browser and at the emulator.
import type { APIResponse, BrowserContext, Page } from 'playwright-core'
import type { EmulatorService } from '../../services.ts'
import type { AppService } from './recipe-app.ts'

/** A member of two orgs of the emulator. */
export const visitor = { key: 'multiOrg', email: 'multi-org@example.test', password: 'emulator-password' }

/** A browser with the app and its emulator. */
export interface Visit {
  readonly app: AppService
  readonly emulator: EmulatorService
  readonly context: BrowserContext
  readonly page: Page
}

/** What a browser sends when it opens a page. */
export const navigation = { maxRedirects: 0, headers: { accept: 'text/html' } } as const

/** Calls the control API of the emulator. */
export async function control({ emulator }: Visit, path: string, body?: object, method = 'POST') {
  const response = await fetch(`${emulator.authUrl}/_emulator/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return response.status === 204 ? {} : response.json()
}

/** Fills in the hosted page. */
export async function submitLogin({ page, emulator }: Visit): Promise<void> {
  await page.waitForURL(`${emulator.authUrl}/login**`)
  await page.getByLabel('Email').first().fill(visitor.email)
  await page.getByLabel('Password').first().fill(visitor.password)
  await page.getByRole('button', { name: 'Log in', exact: true }).first().click()
}

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
  const { accessToken } = await control(visit, 'token', { user: visitor.key, expiresIn: -120 })
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
