import type { RouteFidelity } from '../fidelity.js'

/** How the sessions and the public documents are known. */
export const SESSION_FIDELITY: readonly RouteFidelity[] = [
  {
    title: 'Session of a browser',
    calls: ['getAuthenticationInfoOrNull', 'getAccessTokenForOrg', 'useAuthInfo'],
    routes: ['GET /api/v1/refresh_token'],
    from: ['recorded', 'documented'],
    assumed:
      'attributes of the cookie; whether it is replaced: `refresh_tokens`; an empty map without organizations; where tokens have metadata and pictures: `user_property_claims`',
  },
  {
    title: 'Logout of a browser',
    calls: ['logout', 'useLogoutFunction'],
    routes: ['POST /api/v1/logout'],
    from: ['recorded'],
    assumed: 'ends the session of browser and apps',
  },
  {
    title: 'Login of an app with a server',
    calls: ['getRouteHandlers', 'redirectToLoginPage', 'redirectToSignupPage'],
    routes: ['GET /propelauth/ssr/authorize'],
    from: ['recorded'],
    assumed: 'a wrong `redirect_uri` is a page with the status 400',
  },
  {
    title: 'Profile',
    calls: ['getRouteHandlers', 'useUser'],
    routes: ['GET /propelauth/oauth/userinfo'],
    from: ['recorded'],
    assumed: 'the organizations for a token of one organization: `userinfo_orgs`; `userinfo_sub`',
  },
  {
    title: 'Public keys',
    routes: ['GET /.well-known/jwks.json'],
    from: ['recorded'],
    fixed: true,
  },
  {
    title: 'Discovery document',
    routes: ['GET /.well-known/openid-configuration'],
    from: ['recorded'],
    fixed: true,
  },
]
