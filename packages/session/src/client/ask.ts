import type { Page } from './page.js'
import type { SessionJson } from './session-json.js'
import { timeoutMs } from './timing.js'

/** An answer of the app. After a logout, it has the page to go to. */
export type Answer = SessionJson & { readonly redirectTo?: string }

/** Asks a route. `null` for a POST that is refused by 401. */
export type Ask = (path: string, body?: object) => Promise<Answer | null>

/** Asks the routes of the session, and hands on each answer with the time. */
export const createAsk =
  (page: Page, basePath: string, onAnswer: (answer: Answer, now: number) => void): Ask =>
  async (path, body) => {
    const response = await page.fetch(`${basePath}/${path}`, {
      method: body ? 'POST' : 'GET',
      body: (body && JSON.stringify(body)) as BodyInit,
      // Older browsers do not have it, and wait as long as `fetch` does.
      signal: AbortSignal.timeout?.(timeoutMs),
    })
    if (body && response.status === 401) return null
    const answer = response.ok && (await response.json())
    // After a logout there is no user; another answer without one is not from these routes.
    if (!answer || !(body || 'user' in answer)) throw new Error(`${path}: ${response.status}`)
    // By the clock of the app, since that of a device may be wrong.
    onAnswer(answer, Date.parse(response.headers.get('date') as string) || page.Date.now())
    return answer
  }
