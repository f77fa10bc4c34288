// The session in the demo: the requests of a browser from login to logout, each with the answer it must get.
import { acme } from './tour.ts'

interface Step {
  readonly title: string
  readonly method?: 'POST'
  /** The path in the app, or where the step before has led. */
  readonly path: string | 'location'
  /** For a POST: the page that sends it. Default: one of the app. */
  readonly origin?: string
  readonly json?: object
  readonly status: number
  /** What the body or the `Location` must contain. */
  readonly answer: string
  /** What happens to the cookies of the session. */
  readonly cookies?: 'set' | 'deleted'
}

export const sessionSteps: readonly Step[] = [
  { title: 'a visitor', path: '/api/whoami', status: 401, answer: 'missing_token' },
  {
    title: 'a login, which leads to the page of PropelAuth',
    path: '/api/auth/login?returnTo=%2Fbilling',
    status: 302,
    answer: '/propelauth/ssr/authorize',
  },
  {
    title: 'the way back from that page, after email and password',
    path: 'location',
    status: 302,
    answer: '/billing',
    cookies: 'set',
  },
  { title: 'the user, by cookie', path: '/api/whoami', status: 200, answer: 'multi-org@example.test' },
  {
    title: 'another active org',
    method: 'POST',
    path: '/api/auth/set-active-org',
    json: { orgId: acme },
    status: 200,
    answer: acme,
    cookies: 'set',
  },
  { title: 'the user in that org', path: `/api/org/${acme}`, status: 200, answer: 'Acme' },
  {
    title: 'a logout that a page of another site sends',
    method: 'POST',
    path: '/api/auth/logout',
    origin: 'https://evil.example',
    status: 403,
    answer: 'cross_site_request',
  },
  {
    title: 'a logout from a page of the app',
    method: 'POST',
    path: '/api/auth/logout',
    status: 200,
    answer: 'redirectTo',
    cookies: 'deleted',
  },
  { title: 'the visitor again', path: '/api/whoami', status: 401, answer: 'missing_token' },
]

/** Sends requests with the cookies of `localhost`, which all ports share. Follows no redirect. */
function createBrowser() {
  const cookies = new Map<string, string>()
  return async (url: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers)
    headers.set('cookie', [...cookies].map((cookie) => cookie.join('=')).join('; '))
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    for (const header of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(header) ?? []
      header.includes('Max-Age=0') ? cookies.delete(name) : cookies.set(name, value)
    }
    return response
  }
}

type Send = ReturnType<typeof createBrowser>

const locationOf = (response: Response, url: string) => new URL(response.headers.get('location') ?? '', url).href

/** Logs in on the page that PropelAuth shows, and gives the URL it leads back to. */
async function logInAtService(send: Send, authorizeUrl: string): Promise<string> {
  const loginUrl = locationOf(await send(authorizeUrl), authorizeUrl)
  const body = new URLSearchParams({ email: 'multi-org@example.test', password: 'emulator-password' })
  const headers = { origin: new URL(loginUrl).origin }
  const backToService = locationOf(await send(loginUrl, { method: 'POST', body, headers }), loginUrl)
  return locationOf(await send(backToService), backToService)
}

const toInit = ({ method, json, origin }: Step, appUrl: string): RequestInit => ({
  ...(method && { method, headers: { origin: origin ?? appUrl, 'content-type': 'application/json' } }),
  ...(json && { body: JSON.stringify(json) }),
})

/** What an answer does to the cookies of the session; those of a login under way do not count. */
function cookieChangeOf(response: Response): Step['cookies'] {
  const header = response.headers.getSetCookie().find((text) => text.startsWith('__pa_at='))
  if (header === undefined) return undefined
  return header.includes('Max-Age=0') ? 'deleted' : 'set'
}

const longestLine = 100
const shorten = (text: string) => (text.length > longestLine ? `${text.slice(0, longestLine)}…` : text)

/** Makes the requests, prints them with their answers, and returns how many answers were wrong. */
export async function tourSession(appUrl: string): Promise<number> {
  const send = createBrowser()
  let wrong = 0
  let location = ''
  for (const step of sessionSteps) {
    const url = step.path === 'location' ? await logInAtService(send, location) : appUrl + step.path
    const response = await send(url, toInit(step, appUrl))
    if (response.headers.has('location')) location = locationOf(response, url)
    const answer = response.headers.get('location') ?? (await response.text())
    const change = cookieChangeOf(response)
    const isRight = response.status === step.status && answer.includes(step.answer) && change === step.cookies
    if (!isRight) wrong++
    console.log(`${isRight ? '✓' : '✗'} ${step.title}`)
    console.log(`    ${step.method ?? 'GET'} ${shorten(url.replace(appUrl, ''))}`)
    console.log(`    ${response.status} ${shorten(answer)}${change ? `   cookies of the session: ${change}` : ''}`)
  }
  return wrong
}
