import type { RouteFidelity } from '../fidelity.js'

/** How the older OAuth API is known. */
export const OAUTH_FIDELITY: readonly RouteFidelity[] = [
  {
    title: 'Authorization',
    routes: ['GET /propelauth/oauth/authorize'],
    from: ['documented'],
    assumed: '`oauth_state_required`, `oauth_code_seconds`; there is no consent page',
  },
  {
    title: 'Tokens',
    routes: ['POST /propelauth/oauth/token'],
    from: ['documented'],
    assumed: '`oauth_id_token`; whether the refresh token is replaced: `refresh_tokens`',
  },
  {
    title: 'Logout',
    routes: ['GET /propelauth/oauth/logout', 'POST /propelauth/oauth/logout'],
    from: ['documented'],
    assumed: 'browsers are asked first',
  },
]
