import { insufficientScope, OAuthResourceServer } from '@cloudflare/workers-oauth-provider'
import type { McpPrincipal } from '@propelauth-edge/mcp'
import { fromPropelAuth } from './auth.ts'

export default new OAuthResourceServer<Cloudflare.Env, McpPrincipal>({
  ...fromPropelAuth,
  handler: {
    // `requiredScopes` is what challenges name. The check is here.
    async fetch(_request, _env, { auth, props }) {
      const missing = fromPropelAuth.requiredScopes.some((scope) => !auth.scope.includes(scope))
      return missing ? insufficientScope(auth, fromPropelAuth.requiredScopes) : Response.json({ userId: props.userId })
    },
  },
})
