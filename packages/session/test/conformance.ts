// What sessions do with a request, as plain data: for every runtime, and for the adapters that are built on them.
import type { TestIssuer } from '@propelauth-edge/core/testing'
import { type Clock, createClock, createTestApp } from './app.js'
import { type Before, type Fault, type Observed, type SessionCase, stateCookie } from './conformance/case.js'
import { loginCases } from './conformance/login-cases.js'
import { postCases } from './conformance/post-cases.js'
import { requireCases } from './conformance/require-cases.js'
import { sessionCases, userinfoCases } from './conformance/session-cases.js'
import { cookiesOf } from './cookie-jar.js'
import { createIssuer, type ServiceCall } from './service.js'

export const sessionCasesAsData: readonly SessionCase[] = [
  ...loginCases,
  ...sessionCases,
  ...userinfoCases,
  ...postCases,
  ...requireCases,
]

const faults: Record<Fault, (call: ServiceCall) => Response | undefined> = {
  away() {
    throw new TypeError('fetch failed')
  },
  'status 500': () => new Response('', { status: 500 }),
  'status 429': () => new Response('', { status: 429, headers: { 'retry-after': '7' } }),
  'wrong API key': ({ path }) => (path.endsWith('userinfo') ? undefined : new Response('', { status: 401 })),
  'profile away': ({ path }) => (path.endsWith('userinfo') ? new Response('', { status: 500 }) : undefined),
}

export type App = Awaited<ReturnType<typeof createTestApp>>

/** Brings the browser into the state before the request. */
async function prepare({ jar, service, clock, logIn }: App, before: Before) {
  if (before === 'nothing') return
  if (before === 'garbage') {
    jar.set('__Host-pa_at', 'x.y.z')
    return jar.set('__Host-pa_rt', '%%%')
  }
  if (before === 'cookies of the official library' || before === 'only an expired access token') {
    const { accessToken, refreshToken } = await service.start()
    const isOfficial = before === 'cookies of the official library'
    jar.set(isOfficial ? '__pa_at' : '__Host-pa_at', isOfficial ? accessToken : `abc.1.${accessToken}`)
    if (isOfficial) jar.set('__pa_rt', refreshToken)
    return clock.advance(1_900)
  }
  await logIn()
  if (before !== 'a session') clock.advance(1_900)
  if (before === 'a session that has ended at the service')
    service.end(decodeURIComponent(jar.get('__Host-pa_rt')?.split('.').slice(2).join('.') ?? ''))
}

/** Answers the request of a case: `undefined` if no route is its own. */
export type Respond = (app: App, given: SessionCase, request: Request) => Promise<Response | undefined>

const respond: Respond = async ({ sessions }, { ask = 'handler' }, request) => {
  if (ask === 'handler') return sessions.handler(request)
  const toPage = ({ status, user, apply }: Awaited<ReturnType<typeof sessions.getSession>>) =>
    apply(Response.json({ status, userId: user?.userId ?? null }))
  if (ask === 'getSession') return toPage(await sessions.getSession(request))
  try {
    return toPage(await sessions.requireSession(request))
  } catch (error) {
    return (error as { toResponse(): Response }).toResponse()
  }
}

function toRequest(app: App, { path, method, headers = {}, body }: SessionCase): Request {
  return app.request(path, {
    ...(method && { method }),
    headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  })
}

/** What many cases can have in common. */
export interface Shared {
  readonly clock: Clock
  readonly issuer: TestIssuer
}

export async function createShared(): Promise<Shared> {
  const clock = createClock()
  return { clock, issuer: await createIssuer(clock.now) }
}

/** What became of the request of a case, answered by the package itself or by one that is built on it. */
export async function observe(given: SessionCase, answer: Respond = respond, shared?: Shared): Promise<Observed> {
  const app = await createTestApp(given.options, {}, shared?.clock, shared?.issuer)
  await prepare(app, given.before)
  app.service.calls.length = 0
  app.service.fault = given.fault && faults[given.fault]
  const response = await answer(app, given, toRequest(app, given))
  if (!response) return { status: 0, headers: {}, body: '', sets: [], deletes: [], calls: [] }
  app.jar.store(response)
  const cookies = cookiesOf(response)
  const isDeleted = ({ attributes }: (typeof cookies)[number]) => attributes['max-age'] === '0'
  const nameOf = ({ name }: (typeof cookies)[number]) => (stateCookie.test(name) ? 'state' : name)
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
    sets: cookies.filter((cookie) => !isDeleted(cookie)).map(nameOf),
    deletes: cookies.filter(isDeleted).map(nameOf),
    calls: app.service.calls,
  }
}
