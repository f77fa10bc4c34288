import { type LoginMethod, toLoginMethod } from '../../domain/access/login-method.js'
import { mintToken } from '../../domain/access/mint.js'
import { invalidFields } from '../../domain/project/service-error.js'
import type { JsonObject } from '../../values/json.js'
import { bodyFields } from '../fields.js'
import type { ControlHandler } from './control-request.js'

/** Signs any access token. */
export const mintAccessToken: ControlHandler = ({ project, body }) => {
  const fields = bodyFields(body)
  const options = {
    user: fields.requiredText('user'),
    org: fields.text('org'),
    expiresIn: fields.integer('expiresIn'),
    loginMethod: readLoginMethod(fields.object('loginMethod')),
    impersonator: fields.text('impersonator'),
    claims: fields.object('claims'),
  }
  fields.check()
  return mintToken(project, options)
}

function readLoginMethod(value: JsonObject | undefined): LoginMethod | undefined {
  const method = toLoginMethod(value)
  if (value !== undefined && !method) throw invalidFields({ loginMethod: ['Must be an object with login_method.'] })
  return method
}
