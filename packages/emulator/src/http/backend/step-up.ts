import {
  GRANT_TYPES,
  type GrantRequest,
  grantBySms,
  grantByTotp,
  redeemGrant,
  requireStepUp,
  startSmsChallenge,
} from '../../domain/access/step-up.js'
import { StepUpError } from '../../domain/access/step-up-error.js'
import type { Project } from '../../domain/project/project.js'
import { ServiceError } from '../../domain/project/service-error.js'
import { TEN_YEARS_SECONDS } from '../../values/clock.js'
import { bodyFields, type Fields } from '../fields.js'
import type { BackendRequest, Handler } from './handler.js'

export const verifyStepUpTotpChallenge: Handler<'verifyStepUpTotpChallenge'> = (project, request) => {
  const { grant, code } = readFields(project, request, (fields) => ({
    grant: readGrantRequest(fields),
    code: fields.requiredText('code'),
  }))
  return { step_up_grant: grantByTotp(project, grant, code) }
}

export const sendSmsMfaCode: Handler<'sendSmsMfaCode'> = (project, request) => {
  const { grant, phoneId } = readFields(project, request, (fields) => ({
    grant: readGrantRequest(fields),
    phoneId: fields.requiredId('mfa_phone_id'),
  }))
  return { challenge_id: startSmsChallenge(project, grant, phoneId) }
}

export const verifySmsChallenge: Handler<'verifySmsChallenge'> = (project, request) => {
  const { challengeId, userId, code } = readFields(project, request, (fields) => ({
    challengeId: fields.requiredText('challenge_id'),
    userId: fields.requiredId('user_id'),
    code: fields.requiredText('code'),
  }))
  return { step_up_grant: grantBySms(project, challengeId, userId, code) }
}

export const verifyStepUpGrant: Handler<'verifyStepUpGrant'> = (project, request) => {
  const { grant, userId, actionType } = readFields(project, request, (fields) => ({
    grant: fields.requiredText('grant'),
    userId: fields.requiredId('user_id'),
    actionType: fields.requiredText('action_type'),
  }))
  redeemGrant(project, grant, userId, actionType)
  return { success: true }
}

function readGrantRequest(fields: Fields): GrantRequest {
  const actionType = fields.requiredText('action_type')
  if (actionType === '') fields.fail('action_type', 'This field is required.')
  return {
    userId: fields.requiredId('user_id'),
    actionType,
    grantType: fields.requiredOneOf('grant_type', GRANT_TYPES),
    validForSeconds: fields.requiredInteger('valid_for_seconds', { min: 1, max: TEN_YEARS_SECONDS }),
  }
}

/** Reads the fields of a request. Problems are reported in the form of step-up MFA. */
function readFields<Input>(project: Project, { body }: BackendRequest, read: (fields: Fields) => Input): Input {
  requireStepUp(project)
  try {
    const fields = bodyFields(body)
    const input = read(fields)
    fields.check()
    return input
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    const problems = Object.entries(error.fields).map(([name, texts]) => [
      name,
      { code: 'invalid', text: texts.join(' ') },
    ])
    throw new StepUpError(project, 'invalid_request_fields', Object.fromEntries(problems))
  }
}
