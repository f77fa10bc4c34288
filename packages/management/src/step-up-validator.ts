import { call } from './call/call.js'
import { type StepUpMfaVerifyGrantResponse, type VerifyStepUpGrantRequest, verifyStepUpGrant } from './endpoints/mfa.js'
import { isManagementError, type ManagementError } from './errors/management-error.js'
import type { Transport } from './transport/transport.js'

/** Verifies step-up grants for `createPropelAuth({ stepUp })`. */
export interface StepUpValidator {
  verifyStepUpGrant(
    request: VerifyStepUpGrantRequest,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<StepUpMfaVerifyGrantResponse>
}

/**
 * Verifies step-up grants: `success` is false for a grant that is unknown, spent, expired or malformed, and for a user who
 * does not exist or has no second factor any more. A one-time grant is spent by this. Every other failure is a
 * `ManagementError`, such as `feature_gated`, `rate_limited` or `timeout`: it says nothing about the grant.
 *
 * @example
 * ```ts
 * import { createManagementClient, createStepUpValidator } from '@propelauth-edge/management'
 *
 * const management = createManagementClient({ authUrl: 'https://auth.example.com', apiKey: 'key' })
 * const stepUp = createStepUpValidator(management)
 * const { success } = await stepUp.verifyStepUpGrant({ actionType: 'DELETE_ORG', userId: 'id', grant: 'grant' })
 * ```
 */
export function createStepUpValidator(transport: Transport): StepUpValidator {
  return {
    async verifyStepUpGrant(request, { signal } = {}) {
      try {
        return await call(transport, verifyStepUpGrant, request, { signal })
      } catch (error) {
        if (isManagementError(error) && isRefusal(error)) return { success: false }
        throw error
      }
    },
  }
}

/** What the service says about the grant or its user. Other fields are those of this backend. */
const isRefusal = ({ code, errorCode, fieldErrors }: ManagementError) =>
  code === 'mfa_not_enabled' ||
  errorCode === 'user_not_found' ||
  (code === 'invalid_fields' && fieldErrors?.grant !== undefined)
