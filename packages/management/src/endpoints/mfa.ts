import { endpoint } from '../endpoint/endpoint.js'
import type { ManagementErrorCode } from '../errors/error-codes.js'
import { isManagementError } from '../errors/management-error.js'
import type { Domain, Shape, Wire } from '../shapes/shape.js'
import { flag, int, list, maybe, object, oneOf, optional, text, uuid } from '../shapes/shape.js'
import type { StepUpMfaGrantType } from './enums.js'

const mfaPhoneShape = object({ mfaPhoneNumberSuffix: text, mfaPhoneId: text })
export interface MfaPhones extends Domain<typeof mfaPhoneShape> {}
export interface MfaPhonesWire extends Wire<typeof mfaPhoneShape> {}
const mfaPhones: Shape<MfaPhones, MfaPhonesWire> = mfaPhoneShape

export interface MfaTotpType {
  type: 'Totp'
}
export interface MfaPhoneType {
  type: 'Phone'
  phoneNumbers: MfaPhones[]
}
const mfaSetupShape = object({ type: oneOf<'Totp' | 'Phone'>(), phoneNumbers: optional(list(mfaPhones)) })
export interface MfaSetupWire extends Wire<typeof mfaSetupShape> {}
const mfaSetup = mfaSetupShape as Shape<MfaTotpType | MfaPhoneType, MfaSetupWire>

const mfaMethodsShape = object({ mfaSetup: maybe(mfaSetup) })
/** The second factor of a user; `null` without one. */
export interface FetchUserMfaMethodsResponse extends Domain<typeof mfaMethodsShape> {}
export interface FetchUserMfaMethodsResponseWire extends Wire<typeof mfaMethodsShape> {}
const fetchUserMfaMethodsResponse: Shape<FetchUserMfaMethodsResponse, FetchUserMfaMethodsResponseWire> = mfaMethodsShape

/** Fetch which second factor a user has set up. */
export const fetchUserMfaMethods = endpoint({
  name: 'fetchUserMfaMethods',
  route: 'GET /api/backend/v1/user/{user_id}/mfa',
  params: object({ userId: uuid }),
  args: (userId: string) => ({ userId }),
  result: fetchUserMfaMethodsResponse,
  on: { 404: null },
})

/** The error codes of step-up MFA, which count more than the status. */
const errorCodes = /* @__PURE__ */ new Map<unknown, ManagementErrorCode>([
  ['unauthorized', 'invalid_api_key'],
  ['invalid_request_fields', 'invalid_fields'],
  ['feature_gated', 'feature_gated'],
  ['user_not_found', 'not_found'],
  ['mfa_not_enabled', 'mfa_not_enabled'],
  ['incorrect_mfa_code', 'incorrect_mfa_code'],
])

const stepUpGrantShape = object({ stepUpGrant: text })
/** Proof of a second factor, bound to the action and the user. */
export interface StepUpMfaVerifyTotpResponse extends Domain<typeof stepUpGrantShape> {}
export interface StepUpMfaVerifyTotpResponseWire extends Wire<typeof stepUpGrantShape> {}
const stepUpGrant: Shape<StepUpMfaVerifyTotpResponse, StepUpMfaVerifyTotpResponseWire> = stepUpGrantShape

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
  errorCodes,
})

const verifyGrantShape = object({ actionType: text, userId: text, grant: text })
export interface VerifyStepUpGrantRequest extends Domain<typeof verifyGrantShape> {}
export interface VerifyStepUpGrantRequestWire extends Wire<typeof verifyGrantShape> {}
const verifyGrantRequest: Shape<VerifyStepUpGrantRequest, VerifyStepUpGrantRequestWire> = verifyGrantShape

const grantCheckShape = object({ success: flag })
export interface StepUpMfaVerifyGrantResponse extends Domain<typeof grantCheckShape> {}
export interface StepUpMfaVerifyGrantResponseWire extends Wire<typeof grantCheckShape> {}
const stepUpMfaVerifyGrantResponse: Shape<StepUpMfaVerifyGrantResponse, StepUpMfaVerifyGrantResponseWire> =
  grantCheckShape

/** Check a grant; success is false if it is unknown, spent or expired. */
export const verifyStepUpGrant = endpoint({
  name: 'verifyStepUpGrant',
  route: 'POST /api/backend/v1/mfa/step-up/verify-grant',
  body: verifyGrantRequest,
  args: (request: VerifyStepUpGrantRequest) => request,
  result: stepUpMfaVerifyGrantResponse,
  errorCodes,
  async run(request, input): Promise<StepUpMfaVerifyGrantResponse> {
    try {
      return await request(input)
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
export interface SendSmsMfaCodeRequestResponse extends Domain<typeof smsChallengeShape> {}
export interface SendSmsMfaCodeRequestResponseWire extends Wire<typeof smsChallengeShape> {}
const sendSmsMfaCodeRequestResponse: Shape<SendSmsMfaCodeRequestResponse, SendSmsMfaCodeRequestResponseWire> =
  smsChallengeShape

/** Send a code to one of the user's phones. */
export const sendSmsMfaCode = endpoint({
  name: 'sendSmsMfaCode',
  route: 'POST /api/backend/v1/mfa/step-up/phone/send',
  body: sendSmsRequest,
  args: (request: SendSmsMfaCodeRequest) => request,
  result: sendSmsMfaCodeRequestResponse,
  errorCodes,
})

const verifySmsShape = object({ challengeId: text, userId: text, code: text })
export interface VerifySmsChallengeRequest extends Domain<typeof verifySmsShape> {}
export interface VerifySmsChallengeRequestWire extends Wire<typeof verifySmsShape> {}
const verifySmsRequest: Shape<VerifySmsChallengeRequest, VerifySmsChallengeRequestWire> = verifySmsShape

export interface VerifySmsChallengeResponse extends Domain<typeof stepUpGrantShape> {}
const verifySmsResponse: Shape<VerifySmsChallengeResponse, StepUpMfaVerifyTotpResponseWire> = stepUpGrantShape

/** Check a code sent by SMS and get a grant for it. */
export const verifySmsChallenge = endpoint({
  name: 'verifySmsChallenge',
  route: 'POST /api/backend/v1/mfa/step-up/phone/verify',
  body: verifySmsRequest,
  args: (request: VerifySmsChallengeRequest) => request,
  result: verifySmsResponse,
  errorCodes,
})
