import { mintMcpToken } from '../../domain/oauth/mint-mcp.js'
import { bodyFields } from '../fields.js'
import type { ControlHandler } from './control-request.js'

/** Issues opaque tokens for an MCP server. */
export const mintMcpTokens: ControlHandler = ({ project, body }) => {
  const fields = bodyFields(body)
  const options = {
    user: fields.requiredText('user'),
    resource: fields.requiredText('resource'),
    scopes: fields.texts('scopes'),
    org: fields.text('org'),
    clientId: fields.text('clientId'),
    expiresIn: fields.integer('expiresIn'),
  }
  fields.check()
  return mintMcpToken(project, options)
}
