import { createEmulator, generateSigningKey, PERSONA_ORGS, type PERSONAS } from '@propelauth-edge/emulator'
import { expect, test } from 'vitest'
import { createApp } from './app.ts'

/** To make a key is what takes the time; it is shared by all emulators of the suite. */
const signingKey = generateSigningKey()

/** A project of its own for every test, gone at the end of it. */
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

test('an owner sees the billing, a member does not, and an admin of another org does not', async () => {
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

test('with the key server down, an app that has just started says so and blames no token', async () => {
  await using project = setUp()
  project.emulator.addFault({ path: '/.well-known/jwks.json', status: 503 })
  const response = await project.get('/api/me', 'owner')
  expect([response.status, await response.json()]).toMatchObject([503, { code: 'jwks_unavailable' }])
})
