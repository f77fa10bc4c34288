import { inspectToken } from '../../domain/access/inspect-token.js'
import { bodyFields } from '../fields.js'
import type { ControlHandler } from './control-request.js'

/** Decodes and verifies a token, with the reasons. */
export const inspectAccessToken: ControlHandler = ({ project, body }) => {
  const fields = bodyFields(body)
  const token = fields.requiredText('token')
  fields.check()
  return inspectToken(project, token)
}
