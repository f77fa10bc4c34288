import { createClient } from '@propelauth/javascript'
import { afterAll, expect, test, vi } from 'vitest'
import { testEmulator } from '../../../test/fixture.js'
import { signedIn } from '../../../test/mcp-client.js'
import { PERSONA_ORGS, PERSONAS } from '../../index.js'

// The links of the official browser library. It encodes the return address with a function of the window.
vi.stubGlobal('window', { btoa, addEventListener: () => {}, removeEventListener: () => {} })
const emulator = testEmulator()
const { authUrl } = emulator
vi.stubGlobal('fetch', emulator.fetch)
const client = createClient({ authUrl, enableBackgroundTokenRefresh: false })
afterAll(async () => {
  client.destroy()
  vi.unstubAllGlobals()
  await emulator.close()
})

const APP = 'http://localhost:3000/after?x=1'
const { acme, globex } = PERSONA_ORGS
const back = { redirectBackToUrl: APP }

test.each([
  ['the account', client.getAccountPageUrl(back), 'Olivia Owner'],
  ['an organization', client.getOrgPageUrl(acme.orgId, back), 'Acme'],
  ['the first organization', client.getOrgPageUrl(undefined, back), 'Acme'],
  ['a new organization', client.getCreateOrgPageUrl(back), 'Create an organization'],
  // The official Next.js library has these two.
  ['the settings', `${authUrl}/org/settings/${acme.orgId}?rt=${btoa(APP)}`, 'Acme'],
  ['the API keys', `${authUrl}/org/api_keys/${acme.orgId}?rt=${btoa(APP)}`, 'Acme'],
])('the link to %s leads to a page with the way back', async (_, url, heading) => {
  const { status, body } = await (await signedIn(emulator, PERSONAS.owner)).get(url)
  expect(status).toBe(200)
  expect(body).toContain(`<h1>${heading}</h1>`)
  expect(body).toContain(`<a href="${APP}">Back to the app</a>`)
})

test('the link to an organization of others is 404', async () => {
  const visitor = await signedIn(emulator, PERSONAS.owner)
  expect((await visitor.get(client.getOrgPageUrl(globex.orgId, back))).status).toBe(404)
})
