// The recipe docs/recipes/cors.md in Chromium: what a page of another origin can read of a refusal.
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { type BrowserFixtures, browserFixtures } from 'test-kit/browser-fixtures'
import { bundle, forWorkers } from 'test-kit/bundle'
import { hasChromium } from 'test-kit/chromium'
import { type RunningWorker, startWorkerd } from 'test-kit/workerd'
import { afterAll, test as base, describe, expect, vi } from 'vitest'
import { propelAuth } from '../../docs/recipes/src/auth.ts'
import { fetch as recipe } from '../../docs/recipes/src/cors/fetch.ts'
import { issuer } from '../../docs/recipes/test/issuer.ts'
import { serveFetch, serveNode } from '../../docs/recipes/test/serve.ts'
import { root } from '../services.ts'

interface Init {
  readonly method?: string
  readonly headers?: Record<string, string>
}

/** Runs in the page: what its scripts see of an answer, or the name of the error of `fetch`. */
async function readAnswer({ url, init }: { url: string; init: Init }) {
  try {
    const response = await fetch(url, init)
    const challenge = response.headers.get('www-authenticate')
    return { status: response.status, challenge, body: await response.json() }
  } catch (error) {
    return error instanceof Error ? error.name : 'unknown'
  }
}

async function startWorker(appOrigin: string) {
  const script = await bundle({ ...forWorkers, entryPoints: [join(root, 'docs/recipes/src/cors/worker.ts')] })
  return startWorkerd(script, { bindings: { PROPELAUTH_AUTH_URL: issuer.authUrl, APP_ORIGINS: appOrigin } })
}

/** The same guard alone. */
const withoutCors = propelAuth.withUser(() => Response.json({}))

const servePage = () =>
  serveNode((_request, response) =>
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>App</title>'),
  )

const test = base.extend<BrowserFixtures>(browserFixtures())

// Of the issuer of the recipes. The files after this one have services of their own.
afterAll(() => {
  delete process.env.PROPELAUTH_AUTH_URL
})

describe.runIf(hasChromium())('a page of another origin', () => {
  let worker: RunningWorker
  let page: Page
  let stranger: Page
  const apis: Record<string, string> = {}

  test.beforeAll(async ({ context }) => {
    const [app, other] = [await servePage(), await servePage()]
    vi.stubEnv('APP_ORIGINS', app.url)
    worker = await startWorker(app.url)
    apis.worker = worker.url.replace('127.0.0.1', 'localhost')
    apis.fetch = (await serveFetch(recipe)).url
    apis.withoutCors = (await serveFetch(withoutCors)).url
    page = await context.newPage()
    await page.goto(app.url)
    stranger = await context.newPage()
    await stranger.goto(other.url)
  })

  afterAll(async () => {
    await worker?.miniflare.dispose()
  })

  const ask = (api: string, init: Init = {}, from = page) => from.evaluate(readAnswer, { url: apis[api] ?? '', init })

  describe.each(['fetch', 'worker'])('asking cors/%s.ts', (api) => {
    test('reads status, challenge and body of a refusal', async () => {
      const challenge = 'Bearer realm="propelauth"'
      expect(await ask(api)).toMatchObject({ status: 401, challenge, body: { code: 'missing_token' } })
    })

    test('reads the refusal of a token, which it may send after a preflight', async () => {
      const headers = await issuer.headers({ expiresInSeconds: -60 })
      const challenge = 'Bearer realm="propelauth", error="invalid_token"'
      expect(await ask(api, { headers })).toMatchObject({ status: 401, challenge, body: { code: 'token_expired' } })
    })

    test('reads the answer for a valid token, with every method', async () => {
      const headers = await issuer.headers({ user: { userId: 'ada' } })
      for (const method of ['GET', 'POST', 'DELETE'])
        expect(await ask(api, { method, headers })).toMatchObject({ status: 200, body: { userId: 'ada' } })
    })

    test('reads nothing if its origin is not allowed', async () => {
      expect(await ask(api, {}, stranger)).toBe('TypeError')
      expect(await ask(api, { headers: await issuer.headers() }, stranger)).toBe('TypeError')
    })
  })

  test('reads nothing of a guard without CORS headers', async () => {
    expect(await ask('withoutCors')).toBe('TypeError')
  })
})
