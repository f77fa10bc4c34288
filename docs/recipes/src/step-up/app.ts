import { createPropelAuth, fromCookie } from '@propelauth-edge/hono'
import { createManagementClient, createStepUpValidator, isManagementError } from '@propelauth-edge/management'
import { Hono } from 'hono'
import { setCookie } from 'hono/cookie'

const { PROPELAUTH_AUTH_URL: authUrl = '', PROPELAUTH_API_KEY: apiKey = '', PROPELAUTH_API_URL: baseUrl } = process.env

const management = createManagementClient({ authUrl, apiKey, baseUrl })
const propelAuth = createPropelAuth({ authUrl, stepUp: createStepUpValidator(management) })

/** What needs a second factor, and how a grant for it counts. */
const grants = {
  // Each time a code: the guard spends the grant.
  DELETE_ORG: { grantType: 'ONE_TIME_USE', validForSeconds: 120 },
  // One code for all requests of ten minutes.
  VIEW_PAYROLL: { grantType: 'TIME_BASED', validForSeconds: 600 },
} as const

type Action = keyof typeof grants
const isAction = (name: string): name is Action => Object.hasOwn(grants, name)

const payrollCookie = '__Host-payroll-grant'

export const app = new Hono()
  .get(
    '/api/orgs/:orgId/payroll',
    propelAuth.requireOrgMember({
      permission: 'can_view_billing',
      stepUp: { action: 'VIEW_PAYROLL', grantFrom: fromCookie(payrollCookie) },
    }),
    (c) => c.json({ payrollOf: c.var.org.orgName }),
  )
  // The grant is in the header x-step-up-grant. A role or an org that is refused does not spend it.
  .delete(
    '/api/orgs/:orgId',
    propelAuth.requireOrgMember({ minimumRole: 'Owner', stepUp: { action: 'DELETE_ORG' } }),
    async (c) => c.json({ deleted: await management.deleteOrg(c.var.org.orgId) }),
  )
  // { "code": "123456" }, and with a code by SMS also "challengeId".
  .post('/api/step-up/:action', propelAuth.requireUser({ denyImpersonation: true }), async (c) => {
    const actionType = c.req.param('action')
    if (!isAction(actionType)) return c.json({ code: 'unknown_action' }, 404)
    const { code = '', challengeId } = await c.req.json<{ code?: string; challengeId?: string }>()
    const { userId } = c.var.user
    const { stepUpGrant } = challengeId
      ? await management.verifySmsChallenge({ challengeId, userId, code })
      : await management.verifyStepUpTotpChallenge({ actionType, userId, code, ...grants[actionType] })
    if (actionType !== 'VIEW_PAYROLL') return c.json({ grant: stepUpGrant })
    // Pages cannot read the cookie, and it goes with every request.
    const { validForSeconds: maxAge } = grants.VIEW_PAYROLL
    setCookie(c, payrollCookie, stepUpGrant, { path: '/', secure: true, httpOnly: true, sameSite: 'Strict', maxAge })
    return c.json({})
  })
  // Sends a code to the user's first phone. 200 { "challengeId": null }: the user has an authenticator app.
  .post('/api/step-up/:action/sms', propelAuth.requireUser({ denyImpersonation: true }), async (c) => {
    const actionType = c.req.param('action')
    if (!isAction(actionType)) return c.json({ code: 'unknown_action' }, 404)
    const { userId } = c.var.user
    const { mfaSetup } = (await management.fetchUserMfaMethods(userId)) ?? {}
    const [phone] = mfaSetup?.type === 'Phone' ? mfaSetup.phoneNumbers : []
    if (!phone) return c.json({ challengeId: null })
    const { mfaPhoneId } = phone
    return c.json(await management.sendSmsMfaCode({ actionType, userId, mfaPhoneId, ...grants[actionType] }))
  })

/** Errors that the user can correct are 400, all others 503. */
const correctable: readonly string[] = ['incorrect_mfa_code', 'mfa_not_enabled', 'invalid_fields']

app.onError((error, c) => {
  if ('getResponse' in error) return error.getResponse() // the refusals of guards
  if (!isManagementError(error)) throw error
  return c.json({ code: error.code }, correctable.includes(error.code) ? 400 : 503)
})
