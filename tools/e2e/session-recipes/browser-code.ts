// What a framework with scripts sends to browsers besides documents.
import type { Response } from 'playwright-core'
import { expect } from 'vitest'
import type { Visit } from './visit.ts'

/** The scripts that the present page has loaded. */
async function scriptsOf({ page, context }: Visit): Promise<string[]> {
  const urls = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
  const scripts = urls.filter((url) => new URL(url).pathname.endsWith('.js'))
  return Promise.all(scripts.map(async (url) => (await context.request.get(url)).text()))
}

/** The scripts of a page of users have nothing of the server: neither its sessions nor the names of its variables. */
export async function expectNoServerCode(visit: Visit): Promise<void> {
  await visit.page.goto(`${visit.app.url}/account`, { waitUntil: 'networkidle' })
  const scripts = await scriptsOf(visit)
  expect(scripts).not.toEqual([])
  for (const script of scripts) expect(script).not.toMatch(/propelauth\/ssr|PROPELAUTH_|__Host-pa/)
}

/** The answers of the app to a link to the page of users that is followed without a document. */
export async function followLink({ app, page }: Visit, path: string): Promise<Response[]> {
  await page.goto(app.url, { waitUntil: 'networkidle' })
  const answers: Response[] = []
  const listen = (response: Response) => void (response.url().startsWith(app.url + path) && answers.push(response))
  page.on('response', listen)
  await page.getByRole('link', { name: 'Account' }).click()
  await page.getByTestId('org').waitFor()
  page.off('response', listen)
  return answers
}
