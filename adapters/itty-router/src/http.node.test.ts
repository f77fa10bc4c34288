import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { conformanceCases, createTestIssuer, type TestIssuer } from '@propelauth-edge/core/testing'
import { build } from 'esbuild'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/** The built package, with a router of one major, as it is deployed. */
const workerOf = (itty: string) => `
  import { createPropelAuth } from '@propelauth-edge/itty-router'
  import { AutoRouter } from '${itty}'
  import { mountConformanceApp } from './test/conformance-app.ts'

  const propelAuth = createPropelAuth((env) => ({ authUrl: env.PROPELAUTH_AUTH_URL }))
  export default mountConformanceApp(AutoRouter(), propelAuth)
`

async function bundle(itty: string, outfile: string): Promise<string> {
  const stdin = { contents: workerOf(itty), resolveDir: join(import.meta.dirname, '..') }
  const result = await build({
    stdin,
    outfile,
    bundle: true,
    format: 'esm',
    conditions: ['workerd', 'worker'],
    write: true,
  })
  expect(result.warnings).toEqual([])
  return outfile
}

async function listen(listener: RequestListener): Promise<{ server: Server; url: string }> {
  // Node answers longer headers itself: 431 from 16 KiB on.
  const server = createServer({ maxHeaderSize: 64 * 1024 }, listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { server, url: `http://localhost:${(server.address() as AddressInfo).port}` }
}

/** What every server for Fetch handlers on Node does, in its shortest form. */
const toListener =
  (app: { fetch(request: Request, env: object): Promise<Response> }, env: object): RequestListener =>
  async (incoming, outgoing) => {
    const headers = Object.entries(incoming.headersDistinct).flatMap(([name, values = []]) =>
      values.map((value): [string, string] => [name, value]),
    )
    const request = new Request(`http://localhost${incoming.url}`, { method: incoming.method ?? 'GET', headers })
    const response = await app.fetch(request, env)
    outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text())
  }

const folder = mkdtempSync(join(tmpdir(), 'itty-router-'))
const servers: Server[] = []
let issuer: TestIssuer

beforeAll(async () => {
  const jwks = await listen((_request, response) => response.end(JSON.stringify(issuer.jwks)))
  servers.push(jwks.server)
  issuer = await createTestIssuer({ authUrl: jwks.url })
})

afterAll(() => {
  for (const server of servers) server.close()
  rmSync(folder, { recursive: true, force: true })
})

async function expectConformance(url: string) {
  const cases = await conformanceCases(issuer)
  expect(cases.length).toBeGreaterThan(50)
  for (const { title, path, method = 'GET', headers, expected } of cases) {
    const response = await fetch(url + path, { method, headers })
    const body = await response.json()
    expect({ title, status: response.status, challenge: response.headers.get('www-authenticate'), body }).toMatchObject(
      {
        title,
        status: expected.status,
        challenge: expected.challenge,
        body: expected.body ?? { code: expected.code },
      },
    )
  }
}

describe.each(['itty-router', 'itty-router-5'])('%s over HTTP', (itty) => {
  test('answers every conformance case on Node', async () => {
    const file = await bundle(itty, join(folder, `${itty}.mjs`))
    const app = (await import(/* @vite-ignore */ pathToFileURL(file).href)).default
    const { server, url } = await listen(toListener(app, { PROPELAUTH_AUTH_URL: issuer.authUrl }))
    servers.push(server)
    await expectConformance(url)
  })

  test('answers every conformance case on workerd', async () => {
    const script = readFileSync(await bundle(itty, join(folder, `${itty}.mjs`)), 'utf8')
    const bindings = { PROPELAUTH_AUTH_URL: issuer.authUrl }
    const options = { modules: true, script, bindings, compatibilityDate: '2026-08-01', cf: false as const }
    const miniflare = new Miniflare(convertV4MiniflareOptions(options))
    try {
      const { origin } = await miniflare.ready
      await expectConformance(origin)
    } finally {
      await miniflare.dispose()
    }
  })
})
