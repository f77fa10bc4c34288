import { createEmulator, generateSigningKey, PERSONA_ORGS, type PERSONAS } from '@propelauth-edge/emulator'
import { expect, test } from 'vitest'
import { createApp } from './app.ts'

/** Generating a key is slow, so all emulators of the suite share one. */
const signingKey = generateSigningKey()

/** A separate project for each test. `await using` closes it at the end. */
function setUp() {
  const emulator = createEmulator({ signingKey })
  const app = createApp({ authUrl: emulator.authUrl, fetch: emulator.fetch })
  return {
    emulator,
    async get(path: string, user: keyof typeof PERSONAS, expiresIn = 1_800) {
      const { accessToken } = await emulator.mintToken({ user, expiresIn })
      return app.request(path, { headers: { authorization: `Bearer ${accessToken}` } })
    },
    [Symbol.asyncDispose]: () => emulator[Symbol.asyncDispose](),
  }
}

const billing = `/api/orgs/${PERSONA_ORGS.acme.orgId}/billing`

test('the owner of an org sees its billing; a member does not, nor the owner of another org', async () => {
  await using project = setUp()
  const owner = await project.get(billing, 'owner')
  expect([owner.status, await owner.json()]).toEqual([200, { org: 'Acme' }])
  expect((await project.get(billing, 'member')).status).toBe(403)
  const globex = billing.replace(PERSONA_ORGS.acme.orgId, PERSONA_ORGS.globex.orgId)
  expect((await project.get(globex, 'owner')).status).toBe(403)
})

test('an expired token is refused', async () => {
  await using project = setUp()
  expect((await project.get('/api/me', 'owner', -60)).status).toBe(401)
})

test('an app that cannot load the keys answers 503, not 401', async () => {
  await using project = setUp()
  project.emulator.addFault({ path: '/.well-known/jwks.json', status: 503 })
  const response = await project.get('/api/me', 'owner')
  expect([response.status, await response.json()]).toMatchObject([503, { code: 'jwks_unavailable' }])
})
