// The Data Cache of Next.js stores responses of `fetch` on disk, for up to a year. It must not answer requests for keys or
// of management: a withdrawn key would be accepted after a restart, and a disabled user read as enabled.
import { setTimeout as sleep } from 'node:timers/promises'
import { type HttpServer, startHttpServer } from 'test-kit/http-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestIssuer, type TestIssuer } from '../../packages/core/dist/testing.js'
import { createManagementClient, type ManagementClient } from '../../packages/management/dist/index.js'
import { type AppService, nextVersions, startApp } from './next.ts'
import { segments } from './next-data-cache.ts'
import { getSharedBuild } from './next-shared-build.ts'

describe.each(nextVersions)('%s', (_title, version) => {
  let management: ManagementClient
  let keyServer: HttpServer
  let published: TestIssuer
  let oldKey: TestIssuer
  let newKey: TestIssuer
  let folder: string
  let environment: Record<string, string>
  let app: AppService
  let userId: string
  let answers = 0

  beforeAll(async () => {
    const build = await getSharedBuild(version)
    folder = build.folder
    userId = build.environment.TEST_USER_ID
    const { TEST_API_URL, TEST_API_KEY } = build.environment
    management = createManagementClient({ authUrl: TEST_API_URL, apiKey: TEST_API_KEY })
    const answer = (url = '') => (url.startsWith('/.well-known') ? JSON.stringify(published.jwks) : String(++answers))
    keyServer = await startHttpServer(({ url }, response) => response.end(answer(url)), { host: 'localhost' })
    const authUrl = keyServer.url
    oldKey = await createTestIssuer({ authUrl, kid: 'old' })
    newKey = await createTestIssuer({ authUrl, kid: 'new' })
    published = oldKey
    environment = { ...build.environment, PROPELAUTH_AUTH_URL: authUrl }
    app = await startApp(folder, environment, 4720)
  }, 300_000)

  afterAll(async () => {
    await app?.stop()
    await keyServer?.close()
  })

  const read = async (path: string, init: RequestInit = {}) => (await fetch(app.url + path, init)).text()

  /** The results of the token at a route, a route in the edge runtime and a page. */
  async function ask(segment: string, token: string) {
    const headers = { authorization: `Bearer ${token}` }
    const routes = ['me', 'edge'].map((route) => read(`/${segment}/${route}`, { headers }).then(JSON.parse))
    const page = await read(`/${segment}/page`, { headers: { cookie: `__pa_at=${token}` } })
    return [...(await Promise.all(routes)).map(({ code }) => code ?? 'accepted'), page.includes('user:')]
  }

  describe.each(segments)('a segment with $config', ({ name, caches }) => {
    test(`${caches ? 'answers' : 'does not answer'} a plain fetch from the Data Cache`, async () => {
      const plain = () => read(`/${name}/plain?origin=${oldKey.authUrl}`)
      const first = await plain()
      await sleep(100)
      expect((await plain()) === first).toBe(caches)
    })

    test('accepts tokens of the published key', async () => {
      expect(await ask(name, await oldKey.token())).toEqual(['accepted', 'accepted', true])
    })

    test('reads the current state of a user who is disabled and enabled again', async () => {
      const enabled = async () => [
        JSON.parse(await read(`/${name}/users/${userId}`)).enabled,
        (await read(`/${name}/report`)).includes('enabled'),
      ]
      expect(await enabled()).toEqual([true, true])
      await management.disableUser(userId)
      expect(await enabled()).toEqual([false, false])
      await management.enableUser(userId)
      expect(await enabled()).toEqual([true, true])
    })

    test('sends a write again that was sent before', async () => {
      for (const _time of ['first', 'second']) {
        expect(await read(`/${name}/users/${userId}`, { method: 'DELETE' })).toBe('{"disabled":true}')
        expect(await management.fetchUserMetadataByUserId(userId)).toMatchObject({ enabled: false })
        await management.enableUser(userId)
      }
    })
  })

  describe('after a rotation and a restart on the same cache folder', () => {
    let withdrawn: string

    beforeAll(async () => {
      await app.stop()
      // A minute old. A token that may be younger than the last answer is a 503 during the cool-down.
      withdrawn = await oldKey.token({ claims: { iat: Math.floor(Date.now() / 1_000) - 60 } })
      published = newKey
      app = await startApp(folder, environment, 4720)
    })

    test.each(segments)(
      'a segment with $config accepts the new key and refuses the withdrawn one',
      async ({ name }) => {
        expect(await ask(name, await newKey.token())).toEqual(['accepted', 'accepted', true])
        expect(await ask(name, withdrawn)).toEqual(['unknown_key', 'unknown_key', false])
      },
    )
  })
})
