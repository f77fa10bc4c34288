// Step-up MFA, all of it real: codes and grants of the local PropelAuth, the management client that verifies them, and the
// guards of core.
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { createPropelAuth } from '../../packages/core/dist/index.js'
import { createEmulator, PERSONA_ORGS, PERSONAS } from '../../packages/emulator/dist/index.js'
import { createManagementClient, createStepUpValidator } from '../../packages/management/dist/index.js'

const { acme } = PERSONA_ORGS
const { owner } = PERSONAS
const { key, userId, email } = owner
const action = 'DELETE_ORG'
const verifications = '/api/backend/v1/mfa/step-up/verify-grant'

let now = Date.now()
const seed = {
  users: [{ key, id: userId, email, mfa_secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' }],
  orgs: [{ key: 'acme', id: acme.orgId, name: 'Acme', members: { owner: 'Owner' } }],
  settings: { totp_code_reuse: true },
}
const emulator = createEmulator({ seed, now: () => now })
afterAll(() => emulator.close())
const { authUrl, apiKey, fetch } = emulator
const management = createManagementClient({ authUrl, baseUrl: authUrl, apiKey, fetch })

beforeEach(() => {
  emulator.reset()
})

const getGrant = async (grantType: 'ONE_TIME_USE' | 'TIME_BASED' = 'ONE_TIME_USE') => {
  const code = emulator.totpCode(key)
  const asked = { actionType: action, userId, code, grantType, validForSeconds: 300 }
  return (await management.verifyStepUpTotpChallenge(asked)).stepUpGrant
}

describe.each([
  ['createStepUpValidator(management)', createStepUpValidator(management)],
  ['the management client itself', management],
])('with %s', (_title, stepUp) => {
  const propelAuth = createPropelAuth({ authUrl, fetch, now: () => now, stepUp })
  const handler = propelAuth.withOrgMember(
    { orgId: () => acme.orgId, minimumRole: 'Owner', stepUp: { action }, detail: true },
    () => Response.json({ code: 'in' }),
  )
  async function send(grant: string) {
    const { accessToken } = await emulator.mintToken({ user: key })
    const headers = { authorization: `Bearer ${accessToken}`, 'x-step-up-grant': grant }
    const response = await handler(new Request('https://api.example.com', { headers }))
    const { code, detail } = await response.json()
    return { code, detail, retryAfter: response.headers.get('retry-after') }
  }

  test('a one-time grant counts once', async () => {
    const grant = await getGrant()
    expect([(await send(grant)).code, (await send(grant)).code]).toEqual(['in', 'step_up_required'])
  })

  test('a time-based grant counts until it expires', async () => {
    const grant = await getGrant('TIME_BASED')
    expect([(await send(grant)).code, (await send(grant)).code]).toEqual(['in', 'in'])
    now += 300_000
    expect((await send(grant)).code).toBe('step_up_required')
  })

  test.each([400, 403, 404, 409, 422] as const)(
    'a spent grant is a refusal, also with the status %i',
    async (status) => {
      emulator.changeSettings({ step_up_error_status: status })
      expect((await send('made-up')).code).toBe('step_up_required')
    },
  )

  test('an outage, a rate limit and a plan without step-up MFA are no refusal, and spend nothing', async () => {
    const grant = await getGrant()
    for (const [fault, detail] of [
      ['away', 'network'],
      ['server-error', 'unavailable'],
      ['html-503', 'unavailable'],
      ['rate-limit', 'rate_limited'],
      ['bad-json', 'unexpected_response'],
    ] as const) {
      emulator.addFault({ path: verifications, fault, times: 1 })
      expect(await send(grant)).toMatchObject({
        code: 'step_up_unavailable',
        detail: `The validator failed: ${detail}`,
        retryAfter: expect.stringMatching(/^\d+$/),
      })
    }
    emulator.changeSettings({ step_up_enabled: false })
    expect(await send(grant)).toMatchObject({ detail: 'The validator failed: feature_gated' })
    emulator.changeSettings({ step_up_enabled: true })
    expect((await send(grant)).code).toBe('in')
  })

  test('a grant whose answer was lost may be spent: the next answer is a refusal', async () => {
    const grant = await getGrant()
    emulator.addFault({ path: verifications, fault: 'server-error', answerOnly: true, times: 1 })
    expect([(await send(grant)).code, (await send(grant)).code]).toEqual(['step_up_unavailable', 'step_up_required'])
  })
})
