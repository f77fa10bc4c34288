import { createClient } from '@propelauth/javascript'
import { afterAll, expect, test, vi } from 'vitest'
import { backend, testEmulator } from '../../../test/fixture.js'
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

test('the link to the set-up of single sign-on is for members who may, where the organization may', async () => {
  const visitor = await signedIn(emulator, PERSONAS.owner)
  const url = client.getSetupSAMLPageUrl(acme.orgId)
  expect((await visitor.get(url)).status).toBe(403)
  expect((await visitor.get(`/org/settings/${acme.orgId}`)).body).not.toContain('Set up single sign-on')
  await backend(emulator, 'POST', `org/${acme.orgId}/allow_saml`)
  expect((await visitor.get(`/org/settings/${acme.orgId}`)).body).toContain('Set up single sign-on')
  const { status, headers } = await visitor.get(url)
  expect([status, headers.get('Location')]).toEqual([302, expect.stringMatching(/^\/saml\/setup\?t=\w+$/)])
  expect((await visitor.get(headers.get('Location') ?? '')).body).toContain('Single sign-on of Acme')
  expect((await (await signedIn(emulator, PERSONAS.admin)).get(url)).status).toBe(403)
})
