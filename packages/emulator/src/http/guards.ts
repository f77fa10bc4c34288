import type { Context, MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'
import { html } from 'hono/html'
import { isLoopbackHost } from '../domain/project/app-origins.js'
import type { Project } from '../domain/project/project.js'
import { readSettings } from '../domain/project/settings.js'
import { controlKeyProblem } from './api-key.js'
import { wantsPage } from './html/accept.js'
import { page } from './html/page.js'
import { isOwnOrigin } from './own-address.js'
import { MCP_METADATA_PATH } from './paths.js'
import { UNSUPPORTED_HEADER } from './reply.js'

/** The fixed host that official SDKs call. Such requests arrive by a redirected fetch or a hosts entry. */
const SHARED_API_HOST = 'propelauth-api.com'

/**
 * Rejects unknown host names, against DNS rebinding: a foreign name that resolves to this machine makes the attacker's
 * page same-origin with the emulator.
 */
export function allowHosts(project: Project, extraHosts: readonly string[]): MiddlewareHandler {
  const named = [SHARED_API_HOST, new URL(project.authUrl).hostname, new URL(project.issuer).hostname, ...extraHosts]
  const allowed = new Set(named.map((host) => host.toLowerCase()))
  return async (c, next) => {
    const { hostname } = new URL(c.req.url)
    if (isLoopbackHost(hostname) || allowed.has(hostname)) return next()
    return c.text(`The PropelAuth emulator does not answer to the host ${JSON.stringify(hostname)}.\n`, 421)
  }
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Endpoints of OAuth 2.1 that MCP clients in a browser call. */
export const MCP_CLIENT_PATHS = [MCP_METADATA_PATH, '/oauth/2.1/register', '/oauth/2.1/token', '/oauth/2.1/revoke']

/**
 * Routes that accept a POST from pages of allowed apps: the logout, the frontend API, and the endpoints for MCP clients.
 * All other state changes come from the emulator's own pages.
 */
const isAppPath = (path: string): boolean =>
  path === '/api/v1/logout' || path.startsWith('/api/fe/') || MCP_CLIENT_PATHS.includes(path)

/** Rejects cross-site state changes (CSRF). Requests of backends have no Origin header and pass. */
export function checkOrigin(project: Project): MiddlewareHandler {
  return async (c, next) => {
    if (SAFE_METHODS.has(c.req.method)) return next()
    const origin = c.req.header('Origin')
    // The answer of an identity provider comes from its own page. It is signed, and answers a request of the emulator.
    if (/^\/saml\/[^/]+\/acs$/.test(c.req.path)) return next()
    const allowed =
      origin === undefined
        ? c.req.header('Sec-Fetch-Site') !== 'cross-site'
        : isOwnOrigin(project, c) || (isAppPath(c.req.path) && project.appOrigins.allows(origin))
    return allowed ? next() : c.text('A page of another origin may not do this.\n', 403)
  }
}

/** CORS with credentials for allowed apps, by their exact origin. */
export function appCors(project: Project): MiddlewareHandler {
  return cors({
    origin: (origin) => (project.appOrigins.allows(origin) ? origin : null),
    credentials: true,
    allowMethods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowHeaders: ['Content-Type', 'X-CSRF-Token'],
    exposeHeaders: [UNSUPPORTED_HEADER],
    maxAge: 600,
  })
}

/** CORS for MCP clients in a browser, without cookies, if the project allows it. */
export function mcpCors(project: Project): MiddlewareHandler {
  const handler = cors({
    origin: (origin) => (project.appOrigins.allows(origin) ? origin : null),
    allowMethods: ['GET', 'POST'],
    allowHeaders: ['Authorization', 'Content-Type', 'MCP-Protocol-Version'],
    exposeHeaders: ['WWW-Authenticate'],
    maxAge: 600,
  })
  return (c, next) => (readSettings(project).mcp_cors ? handler(c, next) : next())
}

const CHALLENGE = 'Basic realm="PropelAuth emulator: any name, the API key as the password", charset="UTF-8"'

/** Requires the control key where other machines can connect. A browser shows its password prompt. */
export function protectControl(project: Project): MiddlewareHandler {
  return (c, next) => {
    const problem = project.exposed ? controlKeyProblem(c.req.header('Authorization'), project.apiKey) : undefined
    return problem === undefined ? next() : askForControlKey(c, problem)
  }
}

async function askForControlKey(c: Context, problem: string): Promise<Response> {
  c.header('WWW-Authenticate', CHALLENGE)
  c.header('Vary', 'Accept')
  if (!wantsPage(c)) return c.json({ error_code: 'unauthorized', user_facing_error: problem }, 401)
  return page(
    c,
    { title: 'Control key', status: 401 },
    html`<div class="card">
<h1>Control key</h1>
<p>Other machines can connect to this emulator, so this page asks for the control key. It is the API key, which the
emulator prints when it starts. Reload the page, leave the name empty and give the key as the password.</p>
<p class="soft">${problem}</p>
</div>`,
  )
}

const SECURITY_HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  // With `no-referrer`, browsers would send `Origin: null` with the emulator's own forms.
  'Referrer-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'X-PropelAuth-Emulator': 'unofficial',
} as const

/** Sets the security headers that the response does not have yet. */
export const securityHeaders: MiddlewareHandler = async (c, next) => {
  await next()
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
    if (!c.res.headers.has(name)) c.res.headers.set(name, value)
  }
}
