import { createPropelAuth } from '@propelauth-edge/cloudflare'
import { withCors } from './with-cors.ts'

interface Env {
  readonly PROPELAUTH_AUTH_URL: string
  /** Separated by commas. */
  readonly APP_ORIGINS: string
}

const propelAuth = createPropelAuth((env: Env) => ({ authUrl: env.PROPELAUTH_AUTH_URL }))

const me = propelAuth.withUser((_request, _env, _ctx, { user }) => Response.json({ userId: user.userId }))

export default { fetch: withCors(me, { origins: (env) => env.APP_ORIGINS.split(',') }) }
