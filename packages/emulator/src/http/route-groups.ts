import { matchesPath } from './paths.js'

const BROWSER_SESSION = ['/api/v1/refresh_token', '/api/v1/logout']

const SERVER_SESSION = [
  '/propelauth/ssr/token',
  '/propelauth/oauth/userinfo',
  '/api/backend/v1/refresh_token',
  '/api/backend/v1/logout',
]

/** What an MCP client calls itself. */
const MCP_CLIENT = [
  '/.well-known/oauth-authorization-server/*',
  '/oauth/2.1/.well-known/*',
  '/oauth/2.1/register',
  '/oauth/2.1/token',
  '/oauth/2.1/revoke',
]

/** What an MCP server calls. */
const MCP_SERVER = ['/oauth/2.1/introspect']

/** Routes that fail together: by who calls them. */
const ROUTE_GROUPS = {
  /** What the browser SDK calls. */
  'browser-session': BROWSER_SESSION,
  /** What the server of an app calls for a session. */
  'server-session': SERVER_SESSION,
  session: [...BROWSER_SESSION, ...SERVER_SESSION],
  'mcp-client': MCP_CLIENT,
  'mcp-server': MCP_SERVER,
  mcp: [...MCP_CLIENT, ...MCP_SERVER],
  /** What an app calls for the older OAuth API, without the profile. */
  oauth: ['/propelauth/oauth/token', '/propelauth/oauth/logout'],
  /** Where a browser logs in. */
  pages: [
    '/propelauth/ssr/authorize',
    '/propelauth/oauth/authorize',
    '/oauth/2.1/authorize',
    '/login',
    '/login/*',
    '/signup',
    '/forgot_password',
    '/reset_password',
    '/invitation',
    '/account',
    '/account/*',
    '/create_org',
    '/org',
    '/org/*',
    '/saml',
    '/logout',
    '/magic_link',
    '/confirm_email',
    '/saml/*',
    '/sso/callback',
  ],
  /** What a verifier of tokens fetches. */
  keys: [
    '/.well-known/jwks.json',
    '/.well-known/openid-configuration',
    '/api/v1/token_verification_metadata',
    '/api/backend/v1/token_verification_metadata',
  ],
  backend: ['/api/backend/*'],
  /** What an app with login pages of its own calls. */
  frontend: ['/api/fe/*'],
} as const satisfies Record<string, readonly string[]>

export type RouteGroup = keyof typeof ROUTE_GROUPS

export const ROUTE_GROUP_NAMES = Object.keys(ROUTE_GROUPS) as readonly RouteGroup[]

export const isInGroup = (path: string, group: RouteGroup): boolean =>
  ROUTE_GROUPS[group].some((pattern) => matchesPath(path, pattern))
