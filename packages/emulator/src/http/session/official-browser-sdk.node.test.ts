import { createClient } from '@propelauth/javascript'
import { decodeJwt } from 'jose'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { backend, browser, testEmulator } from '../../../test/fixture.js'
import { withOrigin } from '../../../test/frontend-client.js'
import { signedIn } from '../../../test/mcp-client.js'
import { functionsOf, recorded } from '../../../test/recorded.js'
import { PERSONA_ORGS, PERSONAS } from '../../index.js'

// Every function of @propelauth/javascript as it is, with the parts of a window that it uses.
const { acme, globex } = PERSONA_ORGS
const { owner, admin, multiOrg } = PERSONAS
const emulator = testEmulator()
const { authUrl } = emulator
const location = { href: '' }
const called = new Set<string>()
const newClient = () => recorded(createClient({ authUrl, enableBackgroundTokenRefresh: false }), called)

vi.stubGlobal('window', { btoa, location, addEventListener: () => {}, removeEventListener: () => {} })
vi.stubGlobal('fetch', (url: string, init: RequestInit) => visitor.request(url, withOrigin(init)))
let visitor = browser(emulator)
let client = newClient()
beforeEach(() => {
  emulator.reset()
  visitor = browser(emulator)
  client = newClient()
})
afterEach(() => client.destroy())
afterAll(async () => {
  vi.unstubAllGlobals()
  await emulator.close()
})

const logIn = ({ email, password }: { readonly email: string; readonly password: string }) =>
  visitor.submit('/login', { email, password })

describe('a session', () => {
  test('is that of the hosted pages, until the logout', async () => {
    expect(await client.getAuthenticationInfoOrNull()).toBeNull()
    await logIn(multiOrg)
    const info = await client.getAuthenticationInfoOrNull()
    expect(info?.user).toMatchObject({ userId: multiOrg.userId, email: multiOrg.email, emailConfirmed: true })
    expect(info?.accessHelper.isAtLeastRole(globex.orgId, 'Admin')).toBe(true)
    expect(info?.orgHelper.getOrgs().map(({ orgName }) => orgName)).toEqual(['Acme', 'Globex'])
    expect(info?.userClass.hasPermission(globex.orgId, 'can_view_billing')).toBe(true)
    await client.logout(false)
    expect(await client.getAuthenticationInfoOrNull(true)).toBeNull()
    expect((await visitor.get('/account')).status).toBe(302)
  })

  test('ends with a redirection where the app wants one', async () => {
    await logIn(owner)
    await client.logout(true)
    expect(location.href).toBe(`${authUrl}/login`)
  })

  test('has tokens for one organization, if the user is in it', async () => {
    await logIn(owner)
    const { accessToken } = await client.getAccessTokenForOrg(acme.orgId)
    expect(decodeJwt(accessToken).org_member_info).toMatchObject({ org_id: acme.orgId, user_role: 'Owner' })
    const refused = { error: 'user_not_in_org', accessToken: null }
    expect(await client.getAccessTokenForOrg(globex.orgId)).toEqual(refused)
  })

  test('observers are told of logins, logouts and tokens, until they are removed', async () => {
    const [logins, tokens]: [boolean[], (string | undefined)[]] = [[], []]
    const observeLogin = (isLoggedIn: boolean) => logins.push(isLoggedIn)
    const observeToken = (token: string | undefined) => tokens.push(token)
    client.addLoggedInChangeObserver(observeLogin)
    client.addAccessTokenChangeObserver(observeToken)
    await logIn(owner)
    const info = await client.getAuthenticationInfoOrNull()
    await client.logout(false)
    const seen = [
      [true, false],
      [info?.accessToken, undefined],
    ]
    expect([logins, tokens]).toEqual(seen)
    client.removeLoggedInChangeObserver(observeLogin)
    client.removeAccessTokenChangeObserver(observeToken)
    await logIn(owner)
    await client.getAuthenticationInfoOrNull(true)
    expect([logins, tokens]).toEqual(seen)
  })
})

test('the options name the origin of the auth URL', () => {
  expect(client.getAuthOptions()).toMatchObject({
    authUrl,
    enableBackgroundTokenRefresh: false,
    skipInitialFetch: false,
  })
})

const APP = 'http://localhost:3000/after?x=1'
const back = { redirectBackToUrl: APP }

test('each redirection leads to the page of its link', () => {
  const target = (redirect: () => void) => {
    redirect()
    return location.href
  }
  const login = { postLoginRedirectUrl: APP }
  expect(target(() => client.redirectToLoginPage(login))).toBe(client.getLoginPageUrl(login))
  const signup = { postSignupRedirectUrl: APP, userSignupQueryParameters: { plan: 'pro' } }
  expect(target(() => client.redirectToSignupPage(signup))).toBe(client.getSignupPageUrl(signup))
  expect(target(() => client.redirectToAccountPage(back))).toBe(client.getAccountPageUrl(back))
  expect(target(() => client.redirectToOrgPage(acme.orgId, back))).toBe(client.getOrgPageUrl(acme.orgId, back))
  expect(target(() => client.redirectToCreateOrgPage(back))).toBe(client.getCreateOrgPageUrl(back))
  expect(target(() => client.redirectToSetupSAMLPage(acme.orgId))).toBe(client.getSetupSAMLPageUrl(acme.orgId))
})

test('the link to the login leads back to the app', async () => {
  const { email, password } = owner
  const { headers } = await visitor.submit(client.getLoginPageUrl({ postLoginRedirectUrl: APP }), { email, password })
  expect(headers.get('Location')).toBe(APP)
})

test('the link to the sign-up leads back to the app, and its parameters are kept with the user', async () => {
  const url = client.getSignupPageUrl({ postSignupRedirectUrl: APP, userSignupQueryParameters: { plan: 'pro' } })
  const { headers } = await visitor.submit(url, { email: 'new@x.test', password: 'long enough' })
  expect(headers.get('Location')).toBe(APP)
  const { user_id: id } = (await backend(emulator, 'GET', 'user/email?email=new@x.test')).body
  const { body } = await backend(emulator, 'GET', `user/${id}/signup_query_parameters`)
  expect(body).toEqual({ user_signup_query_parameters: { plan: 'pro' } })
})

test.each([
  ['the account', client.getAccountPageUrl(back), 'Olivia Owner'],
  ['an organization', client.getOrgPageUrl(acme.orgId, back), 'Acme'],
  ['the first organization', client.getOrgPageUrl(undefined, back), 'Acme'],
  ['a new organization', client.getCreateOrgPageUrl(back), 'Create an organization'],
  // The official Next.js library has these two.
  ['the settings', `${authUrl}/org/settings/${acme.orgId}?rt=${btoa(APP)}`, 'Acme'],
  ['the API keys', `${authUrl}/org/api_keys/${acme.orgId}?rt=${btoa(APP)}`, 'Acme'],
])('the link to %s leads to a page with the way back', async (_, url, heading) => {
  const { status, body } = await (await signedIn(emulator, owner)).get(url)
  expect(status).toBe(200)
  expect(body).toContain(`<h1>${heading}</h1>`)
  expect(body).toContain(`<a href="${APP}">Back to the app</a>`)
})

test('the link to an organization of others is 404', async () => {
  const member = await signedIn(emulator, owner)
  expect((await member.get(client.getOrgPageUrl(globex.orgId, back))).status).toBe(404)
})

test('the link to the set-up of single sign-on is for members who may, where the organization may', async () => {
  const member = await signedIn(emulator, owner)
  const url = client.getSetupSAMLPageUrl(acme.orgId)
  expect((await member.get(url)).status).toBe(403)
  expect((await member.get(`/org/settings/${acme.orgId}`)).body).not.toContain('Set up single sign-on')
  await backend(emulator, 'POST', `org/${acme.orgId}/allow_saml`)
  expect((await member.get(`/org/settings/${acme.orgId}`)).body).toContain('Set up single sign-on')
  const { status, headers } = await member.get(url)
  expect([status, headers.get('Location')]).toEqual([302, expect.stringMatching(/^\/saml\/setup\?t=\w+$/)])
  expect((await member.get(headers.get('Location') ?? '')).body).toContain('Single sign-on of Acme')
  expect((await (await signedIn(emulator, admin)).get(url)).status).toBe(403)
})

test('no function of the client is left out', () => {
  expect(functionsOf(client).filter((name) => !called.has(name))).toEqual([])
})
