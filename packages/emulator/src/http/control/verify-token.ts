import { explainToken } from '../../domain/access/explain-token.js'
import { bodyFields } from '../fields.js'
import type { ControlHandler } from './control-request.js'

/** Says whether an access token is valid, and if not, why. */
export const verifyToken: ControlHandler = ({ project, body }) => {
  const fields = bodyFields(body)
  const token = fields.requiredText('token')
  fields.check()
  return explainToken(project, token)
}
