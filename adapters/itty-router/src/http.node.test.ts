import { writeFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bundleText, forWorkers } from 'test-kit/bundle'
import { conformanceCases } from 'test-kit/conformance'
import { expectConformance } from 'test-kit/expect-conformance'
import { startHttpServer } from 'test-kit/http-server'
import { serveIssuer } from 'test-kit/served-issuer'
import { temporaryFolder } from 'test-kit/temporary-folder'
import { startWorkerd } from 'test-kit/workerd'
import { afterAll, describe, expect, test } from 'vitest'

/** The built package, with a router of one major, as it is deployed. */
const workerOf = (itty: string) => `
  import { createPropelAuth } from '@propelauth-edge/itty-router'
  import { AutoRouter } from '${itty}'
  import { createStepUp } from 'test-kit/conformance'
  import { mountConformanceApp } from './test/conformance-app.ts'

  const stepUp = createStepUp()
  const propelAuth = createPropelAuth((env) => ({ authUrl: env.PROPELAUTH_AUTH_URL, stepUp }))
  export default mountConformanceApp(AutoRouter(), propelAuth)
`

const bundle = (itty: string) => bundleText(workerOf(itty), join(import.meta.dirname, '..'), forWorkers)

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

const folder = temporaryFolder()
const { issuer, keyServer } = await serveIssuer()
afterAll(() => keyServer.close())

async function expectAllCases(url: string) {
  const cases = await conformanceCases(issuer)
  expect(cases.length).toBeGreaterThan(50)
  for (const conformance of cases) {
    const { path, method = 'GET', headers } = conformance
    await expectConformance(await fetch(url + path, { method, headers }), conformance)
  }
}

const env = { PROPELAUTH_AUTH_URL: issuer.authUrl }

describe.each(['itty-router', 'itty-router-5'])('%s over HTTP', (itty) => {
  test('answers every conformance case on Node', async () => {
    const file = join(folder, `${itty}.mjs`)
    writeFileSync(file, await bundle(itty))
    const app = (await import(/* @vite-ignore */ pathToFileURL(file).href)).default
    await using server = await startHttpServer(toListener(app, env))
    await expectAllCases(server.url)
  })

  test('answers every conformance case on workerd', async () => {
    await using worker = await startWorkerd(await bundle(itty), { bindings: env })
    await expectAllCases(worker.url)
  })
})
