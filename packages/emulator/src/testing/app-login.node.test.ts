// Real redirects between servers, as Playwright follows them.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { request as playwright } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { appServer } from '../../test/app-server.js'
import { type EmulatorServer, startServer } from '../index.js'
import { logInToApp } from './app-login.js'

let emulatorServer: EmulatorServer
let context: Awaited<ReturnType<typeof playwright.newContext>>
const closing: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  emulatorServer = await startServer({ port: 0 })
})
afterAll(() => emulatorServer.close())
beforeEach(async () => {
  context = await signedInOnHostedPages()
})
afterEach(async () => {
  await context.dispose()
  for (const close of closing.splice(0)) await close()
})

function signedInOnHostedPages() {
  const { url, ...cookie } = emulatorServer.emulator.startSession('admin').cookie
  const cookies = [{ ...cookie, domain: new URL(url).hostname, path: '/', expires: -1 }]
  return playwright.newContext({ storageState: { cookies, origins: [] } })
}

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown

/** A server of an app. Returns its origin. */
async function listen(answer: Answer): Promise<string> {
  const server = createServer(answer)
  await once(server.listen(0, 'localhost'), 'listening')
  closing.push(async () => {
    server.closeAllConnections()
    await once(server.close(), 'close')
  })
  return `http://localhost:${(server.address() as AddressInfo).port}`
}

const redirect = (response: ServerResponse, location: string) => response.writeHead(302, { location }).end()

/** An app whose callback exchanges the code, and leads to `home`. Its pages have this status. */
async function startApp({ home = '/', exchanges = true, status = 200 } = {}): Promise<string> {
  const { emulator } = emulatorServer
  const origin: string = await listen(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', origin)
    const app = appServer(emulator, `${origin}/callback`)
    if (pathname === '/login') return redirect(response, emulator.authUrl + app.authorizePath())
    if (pathname !== '/callback') return response.writeHead(status).end('home')
    if (exchanges) await app.exchange(searchParams.get('code'))
    return redirect(response, home)
  })
  return origin
}

const logIn = (path: string, baseURL?: string) =>
  logInToApp({ request: context }, { path, baseURL, emulator: emulatorServer.emulator })

test('a login that ends on a page of the app is good, each time', async () => {
  const baseURL = await startApp()
  await logIn('/login', baseURL)
  await logIn('/login', baseURL)
  await logIn(`${baseURL}/login`)
})

test('the login route may be on another server than the pages', async () => {
  const pages = await listen((_, response) => response.end('pages'))
  const api = await startApp({ home: `${pages}/welcome` })
  await logIn(`${api}/login`, pages)
})

test('a page of another origin is an error, also with status 200', async () => {
  const other = await listen((_, response) => response.end('Log in'))
  const baseURL = await listen((_, response) => redirect(response, `${other}/login?client_id=x`))
  await expect(logIn('/login', baseURL)).rejects.toMatchObject({
    code: 'app_login_failed',
    message: `The login of the app at /login ended at ${other}/login with status 200. It should end on a page of the app. See the output of the app for the reason.`,
  })
  const elsewhere = await startApp({ home: other })
  await expect(logIn('/login', elsewhere)).rejects.toThrow(`ended at ${other}/ with status 200`)
})

test('a page of the app without a login is an error', async () => {
  const message = 'The app has exchanged no code at the emulator'
  const shell = await listen((_, response) => response.end('an app that answers every path with its shell'))
  await expect(logIn('/login', shell)).rejects.toThrow(message)
  const lenient = await startApp({ exchanges: false })
  await expect(logIn('/login', lenient)).rejects.toThrow(message)
})

test('a login of an earlier test does not count', async () => {
  await logIn('/login', await startApp())
  await expect(logIn('/login', await startApp({ exchanges: false }))).rejects.toMatchObject({
    code: 'app_login_failed',
  })
})

test('a code that the emulator refuses is no login', async () => {
  const baseURL = await startApp()
  emulatorServer.emulator.addFault({ path: '/propelauth/ssr/token', status: 500 })
  await expect(logIn('/login', baseURL)).rejects.toThrow('has exchanged no code')
  emulatorServer.emulator.clearFaults()
})

test('a login that stays on the hosted pages names the auth URL', async () => {
  const { authUrl } = emulatorServer.emulator
  const baseURL = await listen((_, response) => redirect(response, `${authUrl}/account`))
  await expect(logIn('/login', baseURL)).rejects.toThrow(`give it the origin ${authUrl}`)
})

test('an error page of the app is an error, also after an exchange', async () => {
  const away = await listen((_, response) => response.writeHead(503).end())
  await expect(logIn('/login', away)).rejects.toThrow('/login with status 503. It should end on a page of the app.')
  const broken = await startApp({ status: 500 })
  await expect(logIn('/login', broken)).rejects.toThrow('/ with status 500. It should end on a page of the app.')
})
