import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type ServerType, serve } from '@hono/node-server'
import { createTestIssuer } from '@propelauth-edge/core/testing'
import { bundleText, forWorkers } from 'test-kit/bundle'
import { conformanceCases, createStepUp } from 'test-kit/conformance'
import { expectConformance } from 'test-kit/expect-conformance'
import { startWorkerd } from 'test-kit/workerd'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createConformanceApp } from '../test/conformance-app.js'
import { createPropelAuth } from './index.js'

const issuer = await createTestIssuer()
const cases = await conformanceCases(issuer)
const token = await issuer.token()

/** The built package as it is deployed, with one version of Hono. */
function bundle(hono: string): Promise<string> {
  const contents = `
    import { createPropelAuth, kvJwksCache } from '@propelauth-edge/hono'
    import { createStepUp } from 'test-kit/conformance'
    import { createConformanceApp } from './test/conformance-app.ts'
    const stepUp = createStepUp()
    export default createConformanceApp(createPropelAuth((env) => ({
      authUrl: env.PROPELAUTH_AUTH_URL,
      jwksCache: kvJwksCache(env.JWKS),
      stepUp,
    })))`
  return bundleText(contents, join(import.meta.dirname, '..'), { ...forWorkers, alias: { hono } })
}

interface Deployment {
  readonly url: string
  /** How often the keys were fetched from the origin. */
  readonly fetches: () => number
  close(): Promise<unknown>
}

async function startWorker(hono: string): Promise<Deployment> {
  let fetches = 0
  const { miniflare, url } = await startWorkerd(await bundle(hono), {
    bindings: { PROPELAUTH_AUTH_URL: issuer.authUrl },
    kvNamespaces: ['JWKS'],
    async outboundService(request: Request) {
      fetches++
      return issuer.fetch(request.url, {})
    },
  })
  return { url, fetches: () => fetches, close: () => miniflare.dispose() }
}

async function startNode(): Promise<Deployment> {
  let fetches = 0
  const stepUp = createStepUp()
  // Node servers make an environment object for each request; the keys must survive that.
  const propelAuth = createPropelAuth((_env: object) => ({
    authUrl: issuer.authUrl,
    stepUp,
    fetch: (...call: Parameters<typeof issuer.fetch>) => {
      fetches++
      return issuer.fetch(...call)
    },
  }))
  // Node itself answers 431 to more than 16 KiB of headers unless configured otherwise.
  const options = { port: 0, hostname: '127.0.0.1', serverOptions: { maxHeaderSize: 64 * 1024 } }
  const server: ServerType = serve({ fetch: createConformanceApp(propelAuth).fetch, ...options })
  if (!server.listening) await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fetches: () => fetches,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

/** Sends the header twice, as `fetch` never would. */
async function statusOfTwoHeaders(url: string): Promise<number | undefined> {
  const twice = ['host', new URL(url).host, 'authorization', `Bearer ${token}`, 'authorization', `Bearer ${token}`]
  const sent = httpRequest(`${url}/user`, { headers: twice }).end()
  const [response] = await once(sent, 'response')
  response.resume()
  return response.statusCode
}

describe.each([
  // With KV, an entry that is a few seconds old saves the fetch for an unknown key.
  ['Node, @hono/node-server', startNode, 2],
  ['workerd, a bundled Worker', () => startWorker('hono'), 1],
  ['workerd, a bundled Worker with the oldest Hono', () => startWorker('hono-oldest'), 1],
] as const)('over HTTP: %s', (_title, start, keyFetches) => {
  let deployment: Deployment | undefined

  beforeAll(async () => {
    deployment = await start()
  })

  afterAll(() => deployment?.close())

  test.each(cases)('$title', async (conformance) => {
    const { path, method = 'GET', headers } = conformance
    await expectConformance(await fetch(`${deployment?.url}${path}`, { method, headers }), conformance)
  })

  test('two Authorization headers on the wire are refused', async () => {
    expect(await statusOfTwoHeaders(deployment?.url ?? '')).toBe(401)
  })

  test('all that took one fetch of the keys, and one more for an unknown key where nothing is in KV', () => {
    expect(deployment?.fetches()).toBe(keyFetches)
  })
})
