// The whole flow on a real service: the emulator, its hosted login page, and a browser with cookies.
import { PERSONA_ORGS, PERSONAS } from '@propelauth-edge/emulator'
import { expect, test } from 'vitest'
import { createEmulatorApp } from '../test/emulator-app.js'

const { owner, multiOrg, noOrg } = PERSONAS
const { acme, globex } = PERSONA_ORGS
const refreshPath = '/api/backend/v1/refresh_token'

for (const appUrl of ['https://app.example.com', 'http://localhost:3000'])
  test(`a user logs in on the hosted page of an app at ${appUrl}, comes back to the page and logs out`, async () => {
    await using app = createEmulatorApp({ appUrl })
    const { url } = await app.logIn(owner, '/api/auth/login?return_to_path=%2Freports%3Fyear%3D2026%23top')
    expect(url).toBe(`${appUrl}/reports?year=2026#top`)
    expect(await app.getSession()).toMatchObject({ status: 'active', user: { userId: owner.userId } })
    const prefix = appUrl.startsWith('https:') ? '__Host-pa' : '__pa'
    expect(app.jar.names).toEqual([`${prefix}_at`, `${prefix}_rt`])

    const response = await app.send('/api/auth/logout', { method: 'POST', headers: { origin: appUrl } })
    expect(response.status).toBe(200)
    expect(app.jar.names).toEqual([])
    expect(await app.getSession()).toMatchObject({ status: 'anonymous', user: null })
    // The service has ended the session as well: its page asks for the password again.
    expect((await app.navigate('/api/auth/login')).url).toContain(`${app.emulator.authUrl}/login`)
  })

test('a sign-up leads to the other page, with the parameters of the app', async () => {
  await using app = createEmulatorApp()
  const { url } = await app.navigate(app.sessions.loginUrl({ signup: true, params: { plan: 'pro' } }))
  expect(url).toContain(`${app.emulator.authUrl}/signup?`)
  expect(new URL(url).searchParams.get('plan')).toBe('pro')
})

test('the page for a visitor whose session has ended at the service is shown, without a session', async () => {
  await using app = createEmulatorApp()
  await app.logIn(owner)
  await app.send(`${app.emulator.authUrl}/logout`, { method: 'POST', headers: { origin: app.emulator.authUrl } })
  app.clock.advance(1_800)
  const { response } = await app.navigate('/')
  expect([response.status, await response.json()]).toEqual([200, { status: 'ended', userId: null }])
  expect(app.jar.names).toEqual([])
})

test('a session outlives its access token by refreshes, and ends with the refresh token', async () => {
  await using app = createEmulatorApp()
  await app.logIn(owner)
  for (let day = 0; day < 13; day++) {
    app.clock.advance(86_400)
    expect((await app.getSession()).status).toBe('active')
  }
  expect(app.countCalls(refreshPath)).toBe(13)
  app.clock.advance(86_400 * 14)
  expect((await app.getSession()).status).toBe('anonymous')
})

test('the active org changes, survives a refresh and a login, and is dropped with the membership', async () => {
  await using app = createEmulatorApp({ session: { defaultOrg: () => acme.orgId } })
  await app.logIn(multiOrg)
  expect((await app.getSession()).user?.activeOrgId).toBe(acme.orgId)
  const headers = { origin: app.appUrl, 'content-type': 'application/json' }
  const setActiveOrg = (orgId: string) =>
    app.send('/api/auth/set-active-org', { method: 'POST', headers, body: JSON.stringify({ orgId }) })
  expect((await setActiveOrg(globex.orgId)).status).toBe(200)
  app.clock.advance(1_800)
  expect((await app.getSession()).user?.activeOrgId).toBe(globex.orgId)

  const foreign = await setActiveOrg(crypto.randomUUID())
  expect(foreign.status).toBe(401)
  expect((await app.getSession()).user?.activeOrgId).toBe(globex.orgId)

  await app.logIn(multiOrg)
  expect((await app.getSession()).user?.activeOrgId).toBe(globex.orgId)

  const remove = { user_id: multiOrg.userId, org_id: globex.orgId }
  await app.emulator.fetch(`${app.emulator.authUrl}/api/backend/v1/org/remove_user`, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.emulator.apiKey}` },
    body: JSON.stringify(remove),
  })
  app.clock.advance(1_800)
  const session = await app.getSession()
  expect([session.status, session.user?.activeOrgId, session.user?.getOrgs().length]).toEqual(['active', undefined, 1])
})

test('the default org counts only for members', async () => {
  await using app = createEmulatorApp({ session: { defaultOrg: () => acme.orgId } })
  await app.logIn(noOrg)
  expect((await app.getSession()).user?.activeOrgId).toBeUndefined()
})

test('the official browser client gets the answers it needs, equal while nothing changes', async () => {
  await using app = createEmulatorApp()
  const userinfo = () => app.send('/api/auth/userinfo', { headers: { 'content-type': 'application/json' } })
  expect((await userinfo()).status).toBe(401)
  await app.logIn(multiOrg)
  const first = await (await userinfo()).json()
  expect(Object.keys(first)).toEqual(['userinfo', 'accessToken'])
  expect(first.userinfo).toMatchObject({ user_id: multiOrg.userId, email: multiOrg.email, email_confirmed: true })
  expect(first.userinfo.org_id_to_org_info[acme.orgId]).toMatchObject({ user_role: 'Member', additional_roles: [] })
  app.clock.advance(300)
  const second = await (await userinfo()).json()
  const stable = ({ userinfo: { last_active_at: _, ...rest } }: typeof first) => JSON.stringify(rest)
  expect(stable(second)).toBe(stable(first))

  const path = `/api/auth/set-active-org?active_org_id=${globex.orgId}`
  const answer = await app.send(path, { method: 'POST', headers: { origin: app.appUrl } })
  expect(await answer.json()).toMatchObject({ activeOrgId: globex.orgId, userinfo: { user_id: multiOrg.userId } })
  await app.send('/api/auth/logout', { method: 'POST', headers: { origin: app.appUrl } })
  expect((await userinfo()).status).toBe(401)
})

test('a logout elsewhere signs the official browser client out at its next question', async () => {
  await using app = createEmulatorApp()
  await app.logIn(owner)
  await app.send(`${app.emulator.authUrl}/logout`, { method: 'POST', headers: { origin: app.emulator.authUrl } })
  app.clock.advance(120)
  expect((await app.send('/api/auth/userinfo')).status).toBe(401)
  expect(app.jar.names).toEqual([])
})

test('a user who joins an org gets a token with it from userinfo at once', async () => {
  await using app = createEmulatorApp()
  await app.logIn(noOrg)
  const add = { user_id: noOrg.userId, org_id: acme.orgId, role: 'Member' }
  await app.emulator.fetch(`${app.emulator.authUrl}/api/backend/v1/org/add_user`, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.emulator.apiKey}` },
    body: JSON.stringify(add),
  })
  expect((await app.getSession()).user?.getOrgs()).toEqual([])
  expect((await app.send('/api/auth/userinfo')).status).toBe(200)
  expect((await app.getSession()).user?.getOrg(acme.orgId)).toBeDefined()
})

test('100 parallel requests with an expired access token cost one refresh', async () => {
  await using app = createEmulatorApp()
  await app.logIn(owner)
  app.clock.advance(1_900)
  const cookie = app.jar.header
  const requests = Array.from({ length: 100 }, () => new Request(app.appUrl, { headers: { cookie } }))
  const sessions = await Promise.all(requests.map((request) => app.sessions.getSession(request)))
  expect(new Set(sessions.map(({ status }) => status))).toEqual(new Set(['active']))
  expect(new Set(sessions.map(({ accessToken }) => accessToken)).size).toBe(1)
  expect(app.countCalls(refreshPath)).toBe(1)
})
