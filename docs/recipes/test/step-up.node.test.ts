// Both kinds of grant, with codes of an authenticator app and of a phone, against the emulator.
import { DEFAULT_SEED, type JsonObject, PERSONA_ORGS, type PERSONAS, startServer } from '@propelauth-edge/emulator'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { serveFetch } from './serve.ts'

const users = DEFAULT_SEED.users?.map((user) => {
  if (user.key === 'owner') return { ...user, mfa_secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' }
  return user.key === 'admin' ? { ...user, mfa_phones: ['+15550100'] } : user
})
// Tests need more than one code in half a minute.
const { emulator, close } = await startServer({
  port: 0,
  seed: { ...DEFAULT_SEED, users: users ?? [], settings: { totp_code_reuse: true } },
})
afterAll(close)

const { authUrl, apiKey } = emulator
const environment = { PROPELAUTH_AUTH_URL: authUrl, PROPELAUTH_API_KEY: apiKey, PROPELAUTH_API_URL: authUrl }
for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
afterAll(() => vi.unstubAllEnvs())
const { app } = await import('../src/step-up/app.ts')
const { fetchWithStepUp } = await import('../src/step-up/page.ts')
const ask = await serveFetch(app.fetch)

const { acme, globex } = PERSONA_ORGS
const payroll = `/api/orgs/${acme.orgId}/payroll`
const verifications = '/api/backend/v1/mfa/step-up/verify-grant'
const challenge = 'Bearer realm="propelauth", error="insufficient_user_authentication"'

beforeEach(() => {
  emulator.reset()
})

/** A page of a user, with the cookies of its browser. */
async function openPage(user: keyof typeof PERSONAS, claims: JsonObject = {}) {
  const { accessToken } = await emulator.mintToken({ user, claims })
  let cookie = ''
  return async (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    headers.set('authorization', `Bearer ${accessToken}`)
    if (cookie) headers.set('cookie', cookie)
    const response = await ask(path, { ...init, headers })
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie
    return response
  }
}

type Page = Awaited<ReturnType<typeof openPage>>

const enter = (page: Page, action: string, body: object) =>
  page(`/api/step-up/${action}`, { method: 'POST', body: JSON.stringify(body) })
const answerOf = async (response: Response) => [response.status, (await response.json()).code]

describe('a one-time grant', () => {
  const deleteOrg = (page: Page, grant?: string, orgId: string = acme.orgId) =>
    page(`/api/orgs/${orgId}`, { method: 'DELETE', headers: grant === undefined ? {} : { 'x-step-up-grant': grant } })
  const getGrant = async (page: Page) => {
    const response = await enter(page, 'DELETE_ORG', { code: emulator.totpCode('owner') })
    return (await response.json()).grant as string
  }

  test('is demanded with the challenge of RFC 9470, and counts once', async () => {
    const page = await openPage('owner')
    const refused = await deleteOrg(page)
    expect(refused.headers.get('www-authenticate')).toBe(challenge)
    expect(await answerOf(refused)).toEqual([401, 'step_up_required'])
    const grant = await getGrant(page)
    expect(await (await deleteOrg(page, grant)).json()).toEqual({ deleted: true })
    expect(await answerOf(await deleteOrg(page, grant))).toEqual([401, 'step_up_required'])
  })

  test('is not spent by a request that is refused for its role or org', async () => {
    const page = await openPage('owner')
    const grant = await getGrant(page)
    expect(await answerOf(await deleteOrg(page, grant, globex.orgId))).toEqual([403, 'not_org_member'])
    expect(emulator.requests(verifications)).toEqual([])
    expect((await deleteOrg(page, grant)).status).toBe(200)
  })

  test('is that of its user', async () => {
    const grant = await getGrant(await openPage('owner'))
    const claims = (await emulator.mintToken({ user: 'owner' })).claims.org_id_to_org_member_info as never
    const thief = await openPage('noOrg', { org_id_to_org_member_info: claims })
    expect(await answerOf(await deleteOrg(thief, grant))).toEqual([401, 'step_up_required'])
  })

  test('is neither refused nor spent while the service is away', async () => {
    const page = await openPage('owner')
    const grant = await getGrant(page)
    for (const fault of ['server-error', 'rate-limit', 'away'] as const) {
      emulator.addFault({ path: verifications, fault, times: 1 })
      expect(await answerOf(await deleteOrg(page, grant))).toEqual([503, 'step_up_unavailable'])
    }
    expect((await deleteOrg(page, grant)).status).toBe(200)
  })
})

describe('a time-based grant', () => {
  const readPayroll = async (page: Page) => (await page(payroll)).status

  test('is in a cookie, and counts for its action until it expires', async () => {
    const page = await openPage('owner')
    expect(await readPayroll(page)).toBe(401)
    const entered = await enter(page, 'VIEW_PAYROLL', { code: emulator.totpCode('owner') })
    expect(await entered.json()).toEqual({})
    expect(entered.headers.get('set-cookie')).toMatch(
      /^__Host-payroll-grant=\w+; Max-Age=600; Path=\/; HttpOnly; Secure/,
    )
    expect([await readPayroll(page), await readPayroll(page)]).toEqual([200, 200])
    const grant = entered.headers.getSetCookie()[0]?.match(/=(\w+);/)?.[1] ?? ''
    const abused = await page(`/api/orgs/${acme.orgId}`, { method: 'DELETE', headers: { 'x-step-up-grant': grant } })
    expect(await answerOf(abused)).toEqual([401, 'step_up_required'])
  })

  test('needs the permission as well', async () => {
    const page = await openPage('member')
    expect(await answerOf(await page(payroll))).toEqual([403, 'insufficient_permission'])
  })
})

describe('a code', () => {
  test('that is wrong, of a user without a second factor, or for an unknown action gives no grant', async () => {
    expect(await answerOf(await enter(await openPage('owner'), 'DELETE_ORG', { code: '000000' }))).toEqual([
      400,
      'incorrect_mfa_code',
    ])
    expect(await answerOf(await enter(await openPage('member'), 'DELETE_ORG', { code: '000000' }))).toEqual([
      400,
      'mfa_not_enabled',
    ])
    for (const action of ['PAY', 'constructor'])
      expect(await answerOf(await enter(await openPage('owner'), action, { code: '1' }))).toEqual([
        404,
        'unknown_action',
      ])
  })

  test('is not taken from an employee who acts as the user', async () => {
    const page = await openPage('owner', { impersonator_user_id: 'employee' })
    const code = emulator.totpCode('owner')
    expect(await answerOf(await enter(page, 'DELETE_ORG', { code }))).toEqual([403, 'impersonation_denied'])
  })

  test('makes nothing of an outage or a plan without step-up MFA', async () => {
    emulator.changeSettings({ step_up_enabled: false })
    const page = await openPage('owner')
    expect(await answerOf(await enter(page, 'DELETE_ORG', { code: '1' }))).toEqual([503, 'feature_gated'])
  })
})

describe('the fetch of a page', () => {
  test('asks for a code of the authenticator app until it is right, and sends the request again', async () => {
    const page = await openPage('owner')
    const askForCode = vi.fn(async (wasWrong: boolean) => (wasWrong ? emulator.totpCode('owner') : '000000'))
    const stepUp = { action: 'DELETE_ORG', askForCode }
    const response = await fetchWithStepUp(page, stepUp, `/api/orgs/${acme.orgId}`, { method: 'DELETE' })
    expect(await response.json()).toEqual({ deleted: true })
    expect(askForCode.mock.calls).toEqual([[false], [true]])
  })

  test('asks for the code that was sent to a phone', async () => {
    const page = await openPage('admin')
    const stepUp = { action: 'VIEW_PAYROLL', askForCode: async () => emulator.sms('+15550100')[0]?.code ?? '' }
    expect(await (await fetchWithStepUp(page, stepUp, payroll)).json()).toEqual({ payrollOf: 'Acme' })
    expect((await page(payroll)).status).toBe(200)
    expect(emulator.sms()).toHaveLength(1)
  })

  test('gives the refusal to a user who gives up, and any other answer as it is', async () => {
    const page = await openPage('owner')
    const stepUp = { action: 'DELETE_ORG', askForCode: vi.fn(async () => null) }
    const given = await fetchWithStepUp(page, stepUp, `/api/orgs/${acme.orgId}`, { method: 'DELETE' })
    expect(await answerOf(given)).toEqual([401, 'step_up_required'])
    const foreign = await fetchWithStepUp(page, stepUp, `/api/orgs/${globex.orgId}`, { method: 'DELETE' })
    expect(await answerOf(foreign)).toEqual([403, 'not_org_member'])
    expect(stepUp.askForCode).toHaveBeenCalledTimes(1)
  })
})
