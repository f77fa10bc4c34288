import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { join } from 'node:path'
import { createTestIssuer } from '@propelauth-edge/core/testing'
import { bundleText, forWorkers } from 'test-kit/bundle'
import { conformanceCases } from 'test-kit/conformance'
import { expectConformance } from 'test-kit/expect-conformance'
import { type RunningWorker, startWorkerd } from 'test-kit/workerd'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const issuer = await createTestIssuer()
const cases = await conformanceCases(issuer)
const token = await issuer.token()

/** The built package as it is deployed: a Worker with a schedule, guarded as a whole. */
const contents = `
  import { createPropelAuth, kvJwksCache } from '@propelauth-edge/cloudflare'
  import { createStepUp } from 'test-kit/conformance'
  import { createConformanceWorker } from './test/conformance-worker.ts'

  const stepUp = createStepUp()
  const propelAuth = createPropelAuth((env) => ({
    authUrl: env.PROPELAUTH_AUTH_URL,
    jwksCache: kvJwksCache(env.JWKS),
    stepUp,
  }))
  const conformance = createConformanceWorker(propelAuth)
  const guarded = propelAuth.withUser({
    async fetch(request, env, ctx, { user }) {
      return Response.json({ userId: user.userId, env: env.PROPELAUTH_AUTH_URL, ctx: typeof ctx.waitUntil })
    },
    async scheduled(event, env, ctx) {
      await env.JWKS.put('cron', event.cron)
    },
  })
  export default {
    ...guarded,
    fetch: (request, env, ctx) =>
      (new URL(request.url).pathname === '/guarded' ? guarded : conformance).fetch(request, env, ctx),
  }`

/** A Worker that is an instance of a class, as it is exported. */
const classWorker = `
  import { createPropelAuth } from '@propelauth-edge/cloudflare'

  const propelAuth = createPropelAuth((env) => ({ authUrl: env.PROPELAUTH_AUTH_URL }))
  class Api {
    #greeting = 'hello'
    async fetch(request, env, ctx, { user }) {
      return Response.json({ greeting: this.#greeting, userId: user.userId })
    }
    async scheduled(event, env) {
      await env.JWKS.put(this.#greeting, event.cron)
    }
  }
  export default propelAuth.withUser(new Api())`

const start = async (source: string, outboundService: (request: Request) => Promise<Response>) =>
  startWorkerd(await bundleText(source, join(import.meta.dirname, '..'), forWorkers), {
    bindings: { PROPELAUTH_AUTH_URL: issuer.authUrl },
    kvNamespaces: ['JWKS'],
    outboundService,
  })

test('workerd finds the handlers of a Worker that is an instance of a class', async () => {
  await using worker = await start(classWorker, (request) => issuer.fetch(request.url, {}))
  const { miniflare, url } = worker
  expect((await fetch(url)).status).toBe(401)
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } })
  expect(await response.json()).toMatchObject({ greeting: 'hello' })
  await (await miniflare.getWorker()).scheduled({ cron: '0 * * * *' })
  expect(await (await miniflare.getKVNamespace('JWKS')).get('hello')).toBe('0 * * * *')
})

describe('a bundled Worker in workerd, over HTTP', () => {
  let fetches = 0
  let miniflare: RunningWorker['miniflare']
  let url: string

  beforeAll(async () => {
    ;({ miniflare, url } = await start(contents, async (request) => {
      fetches++
      return issuer.fetch(request.url, {})
    }))
  })

  afterAll(() => miniflare.dispose())

  test.each(cases)('$title', async (conformance) => {
    const { path, method = 'GET', headers } = conformance
    await expectConformance(await fetch(url + path, { method, headers }), conformance)
  })

  test('two Authorization headers on the wire are refused', async () => {
    const twice = ['host', new URL(url).host, 'authorization', `Bearer ${token}`, 'authorization', `Bearer ${token}`]
    const [response] = await once(httpRequest(`${url}/user`, { headers: twice }).end(), 'response')
    response.resume()
    expect(response.statusCode).toBe(401)
  })

  test('all that took one fetch of the keys, which are in KV now; an entry that young saves another one for an unknown key', async () => {
    expect(fetches).toBe(1)
    const { keys } = await (await miniflare.getKVNamespace('JWKS')).list()
    expect(keys.map(({ name }) => name)).toEqual([`${issuer.authUrl}/.well-known/jwks.json|${issuer.authUrl}`])
  })

  test('the handler gets environment and context, and its schedule runs unguarded', async () => {
    const response = await fetch(`${url}/guarded`, { headers: { authorization: `Bearer ${token}` } })
    expect(await response.json()).toMatchObject({ env: issuer.authUrl, ctx: 'function' })
    expect((await fetch(`${url}/guarded`)).status).toBe(401)
    await (await miniflare.getWorker()).scheduled({ cron: '0 * * * *' })
    expect(await (await miniflare.getKVNamespace('JWKS')).get('cron')).toBe('0 * * * *')
  })
})
