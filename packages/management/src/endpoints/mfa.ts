import { endpoint, type Input } from '../endpoint.js'
import type { ManagementErrorCode } from '../error-codes.js'
import { absent } from '../malformed.js'
import { isManagementError, ManagementError } from '../management-error.js'
import type { Domain, Shape, Wire } from '../shape.js'
import { flag, int, list, maybe, object, oneOf, optional, text, uuid } from '../shape.js'

/** `ONE_TIME_USE` is spent by the first check, `TIME_BASED` lives until it expires. */
export const StepUpMfaGrantType = { ONE_TIME_USE: 'ONE_TIME_USE', TIME_BASED: 'TIME_BASED' } as const
export type StepUpMfaGrantType = (typeof StepUpMfaGrantType)[keyof typeof StepUpMfaGrantType]

const mfaPhoneShape = object({ mfaPhoneNumberSuffix: text, mfaPhoneId: text })
export interface MfaPhone extends Domain<typeof mfaPhoneShape> {}
export interface MfaPhoneWire extends Wire<typeof mfaPhoneShape> {}
const mfaPhone: Shape<MfaPhone, MfaPhoneWire> = mfaPhoneShape

const mfaSetupShape = object({ type: text, phoneNumbers: optional(list(mfaPhone)) })
/** `type` is `Totp`, or `Phone` with the numbers. */
export interface MfaSetup extends Domain<typeof mfaSetupShape> {}
export interface MfaSetupWire extends Wire<typeof mfaSetupShape> {}
export const mfaSetup: Shape<MfaSetup, MfaSetupWire> = mfaSetupShape

const mfaMethodsShape = object({ mfaSetup: maybe(mfaSetup) })
/** How a user proves who they are a second time; `null` if they do not. */
export interface FetchUserMfaMethodsResponse extends Domain<typeof mfaMethodsShape> {}
export interface FetchUserMfaMethodsResponseWire extends Wire<typeof mfaMethodsShape> {}
export const fetchUserMfaMethodsResponse: Shape<FetchUserMfaMethodsResponse, FetchUserMfaMethodsResponseWire> =
  mfaMethodsShape

/** Fetch which second factor a user has set up. */
export const fetchUserMfaMethods = endpoint({
  name: 'fetchUserMfaMethods',
  route: 'GET /api/backend/v1/user/{user_id}/mfa',
  params: object({ userId: uuid }),
  args: (userId: string) => ({ userId }),
  malformed: absent,
  result: fetchUserMfaMethodsResponse,
  on: { 404: null },
})

const MEANINGS = /* @__PURE__ */ new Map<string | undefined, ManagementErrorCode>([
  ['unauthorized', 'invalid_api_key'],
  ['invalid_request_fields', 'invalid_fields'],
  ['feature_gated', 'feature_gated'],
  ['user_not_found', 'not_found'],
  ['mfa_not_enabled', 'mfa_not_enabled'],
  ['incorrect_mfa_code', 'incorrect_mfa_code'],
])

/** These operations are refused in words, whatever the status. */
async function inWords<Result>(once: (input: Input) => Promise<Result>, input: Input): Promise<Result> {
  try {
    return await once(input)
  } catch (error) {
    const code = isManagementError(error) && MEANINGS.get(error.errorCode)
    throw code ? new ManagementError(code, error.operation, error) : error
  }
}

const stepUpGrantShape = object({ stepUpGrant: text })
/** Proof of a second factor, bound to the action and the user. */
export interface StepUpGrant extends Domain<typeof stepUpGrantShape> {}
export interface StepUpGrantWire extends Wire<typeof stepUpGrantShape> {}
export const stepUpGrant: Shape<StepUpGrant, StepUpGrantWire> = stepUpGrantShape

const verifyTotpShape = object({
  actionType: text,
  userId: text,
  code: text,
  grantType: oneOf<StepUpMfaGrantType>(),
  validForSeconds: int,
})
/** `actionType` is a name of your own for what the user is about to do. */
export interface VerifyTotpChallengeRequest extends Domain<typeof verifyTotpShape> {}
export interface VerifyTotpChallengeRequestWire extends Wire<typeof verifyTotpShape> {}
const verifyTotpRequest: Shape<VerifyTotpChallengeRequest, VerifyTotpChallengeRequestWire> = verifyTotpShape

/** Check a code of the user's authenticator app and get a grant for it. */
export const verifyStepUpTotpChallenge = endpoint({
  name: 'verifyStepUpTotpChallenge',
  route: 'POST /api/backend/v1/mfa/step-up/verify-totp',
  body: verifyTotpRequest,
  args: (request: VerifyTotpChallengeRequest) => request,
  result: stepUpGrant,
  run: inWords,
})

const verifyGrantShape = object({ actionType: text, userId: text, grant: text })
export interface VerifyStepUpGrantRequest extends Domain<typeof verifyGrantShape> {}
export interface VerifyStepUpGrantRequestWire extends Wire<typeof verifyGrantShape> {}
const verifyGrantRequest: Shape<VerifyStepUpGrantRequest, VerifyStepUpGrantRequestWire> = verifyGrantShape

const grantCheckShape = object({ success: flag })
export interface StepUpMfaVerifyGrantResponse extends Domain<typeof grantCheckShape> {}
export interface StepUpMfaVerifyGrantResponseWire extends Wire<typeof grantCheckShape> {}
export const stepUpMfaVerifyGrantResponse: Shape<StepUpMfaVerifyGrantResponse, StepUpMfaVerifyGrantResponseWire> =
  grantCheckShape

/** Check a grant; success is false if it is unknown, spent or expired. */
export const verifyStepUpGrant = endpoint({
  name: 'verifyStepUpGrant',
  route: 'POST /api/backend/v1/mfa/step-up/verify-grant',
  body: verifyGrantRequest,
  args: (request: VerifyStepUpGrantRequest) => request,
  result: stepUpMfaVerifyGrantResponse,
  async run(once, input): Promise<StepUpMfaVerifyGrantResponse> {
    try {
      return await inWords(once, input)
    } catch (error) {
      if (isManagementError(error) && error.fieldErrors?.grant?.includes('grant_not_found')) return { success: false }
      throw error
    }
  },
})

const sendSmsShape = object({
  actionType: text,
  userId: text,
  mfaPhoneId: text,
  grantType: oneOf<StepUpMfaGrantType>(),
  validForSeconds: int,
})
export interface SendSmsMfaCodeRequest extends Domain<typeof sendSmsShape> {}
export interface SendSmsMfaCodeRequestWire extends Wire<typeof sendSmsShape> {}
const sendSmsRequest: Shape<SendSmsMfaCodeRequest, SendSmsMfaCodeRequestWire> = sendSmsShape

const smsChallengeShape = object({ challengeId: text })
export interface SendSmsMfaCodeResponse extends Domain<typeof smsChallengeShape> {}
export interface SendSmsMfaCodeResponseWire extends Wire<typeof smsChallengeShape> {}
export const sendSmsMfaCodeResponse: Shape<SendSmsMfaCodeResponse, SendSmsMfaCodeResponseWire> = smsChallengeShape

/** Send a code to one of the user's phones. */
export const sendSmsMfaCode = endpoint({
  name: 'sendSmsMfaCode',
  route: 'POST /api/backend/v1/mfa/step-up/phone/send',
  body: sendSmsRequest,
  args: (request: SendSmsMfaCodeRequest) => request,
  result: sendSmsMfaCodeResponse,
  run: inWords,
})

const verifySmsShape = object({ challengeId: text, userId: text, code: text })
export interface VerifySmsChallengeRequest extends Domain<typeof verifySmsShape> {}
export interface VerifySmsChallengeRequestWire extends Wire<typeof verifySmsShape> {}
const verifySmsRequest: Shape<VerifySmsChallengeRequest, VerifySmsChallengeRequestWire> = verifySmsShape

/** Check a code sent by SMS and get a grant for it. */
export const verifySmsChallenge = endpoint({
  name: 'verifySmsChallenge',
  route: 'POST /api/backend/v1/mfa/step-up/phone/verify',
  body: verifySmsRequest,
  args: (request: VerifySmsChallengeRequest) => request,
  result: stepUpGrant,
  run: inWords,
})
