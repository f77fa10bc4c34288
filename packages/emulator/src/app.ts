import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Project } from './domain/project/project.js'
import { endDueLocks } from './domain/users/failed-logins.js'
import { backendRoutes } from './http/backend/router.js'
import { controlRoutes } from './http/control/control.js'
import type { ControlPorts } from './http/control/control-request.js'
import { mcpDashboardRoutes } from './http/control/mcp-dashboard.js'
import { peopleRoutes } from './http/control/people.js'
import { snapshotRoutes } from './http/control/snapshots.js'
import { webhookPageRoutes } from './http/control/webhook-pages.js'
import { webhookRoutes } from './http/control/webhooks.js'
import { dashboardRoutes } from './http/dashboard/router.js'
import { withoutSlash } from './http/dashboard/without-slash.js'
import { frontendRoutes } from './http/frontend/router.js'
import {
  allowHosts,
  appCors,
  checkOrigin,
  MCP_CLIENT_PATHS,
  mcpCors,
  protectControl,
  securityHeaders,
} from './http/guards.js'
import { STYLE } from './http/html/style.js'
import { injectFaults } from './http/inject-faults.js'
import { logRequests } from './http/log-requests.js'
import { mcpRoutes } from './http/mcp/router.js'
import { oauthRoutes } from './http/oauth/router.js'
import { confirmEmailRoutes } from './http/pages/confirm-email.js'
import { forgotPasswordRoutes } from './http/pages/forgot-password.js'
import { invitationRoutes } from './http/pages/invitation.js'
import { loginRoutes } from './http/pages/login.js'
import { loginLinkRoutes } from './http/pages/login-link.js'
import { magicLinkRoutes } from './http/pages/magic-link.js'
import { signupRoutes } from './http/pages/signup.js'
import { errorResponse, unsupportedResponse } from './http/reply.js'
import { selfServiceRoutes } from './http/self-service/router.js'
import { discoveryRoutes } from './http/session/discovery.js'
import { sessionRoutes } from './http/session/session.js'
import { ssrRoutes } from './http/session/ssr.js'
import type { SendRequest } from './http/sso/oidc.js'
import { ssoRoutes } from './http/sso/router.js'

export interface AppOptions extends ControlPorts {
  /** Further accepted host names. */
  readonly allowedHosts: readonly string[]
}

/** Routes that pages of apps call. */
const APP_PATHS = ['/api/v1/refresh_token', '/api/v1/logout', '/api/fe/*']

const limitBody = bodyLimit({ maxSize: 1024 * 1024 })

/** A seed with 10,000 users has several megabytes. */
const limitSeed = bodyLimit({ maxSize: 64 * 1024 * 1024 })

const SEED_PATHS = ['/_emulator/reset', '/_emulator/seed']

/** The request handler: guards, then the routes of the service, then the control API. */
export function createApp(project: Project, options: AppOptions): Hono {
  const app = new Hono()
  app.use(securityHeaders)
  app.use(logRequests(options.log, project.clock))
  app.use(allowHosts(project, options.allowedHosts))
  app.use(checkOrigin(project))
  // Before the faults, so that pages of apps can read the status of a fault.
  for (const path of APP_PATHS) app.use(path, appCors(project))
  for (const path of MCP_CLIENT_PATHS) app.use(path, mcpCors(project))
  app.use(injectFaults(options.faults))
  app.use((_, next) => {
    endDueLocks(project)
    return next()
  })
  app.use((c, next) => (SEED_PATHS.includes(c.req.path) ? next() : limitBody(c, next)))

  app.get('/_emulator/style.css', (c) => c.body(STYLE, 200, { 'Content-Type': 'text/css; charset=utf-8' }))
  app.use('/_emulator/*', protectControl(project))
  app.use('/_emulator/*', withoutSlash)
  // After the guard, because the limit buffers the body.
  for (const path of SEED_PATHS) app.use(path, limitSeed)
  app.use('/signup', protectControl(project))
  app.route('/', discoveryRoutes(project))
  app.route('/', backendRoutes(project))
  app.route('/', sessionRoutes(project))
  app.route('/', frontendRoutes(project))
  app.route('/', ssrRoutes(project))
  app.route('/', oauthRoutes(project))
  app.route('/', mcpRoutes(project))
  app.route('/', loginRoutes(project))
  app.route('/', signupRoutes(project))
  app.route('/', confirmEmailRoutes(project))
  app.route('/', magicLinkRoutes(project))
  app.route('/', loginLinkRoutes(project))
  app.route('/', forgotPasswordRoutes(project))
  app.route('/', invitationRoutes(project))
  app.route('/', selfServiceRoutes(project))
  app.route('/', ssoRoutes(project, sendWith(project, app)))
  app.route('/', peopleRoutes(project))
  app.route('/', dashboardRoutes(project, options))
  app.route('/', controlRoutes(project, options))
  app.route('/', snapshotRoutes(options.snapshots))
  app.route('/', mcpDashboardRoutes(project))
  app.route('/', webhookPageRoutes(project, options.webhooks))
  app.route('/', webhookRoutes(options.webhooks))
  app.get('/', (c) => c.redirect('/_emulator', 302))
  app.notFound((c) => unsupportedResponse(c, `${c.req.method} ${c.req.path}`))
  app.onError((error) => errorResponse(project, error))
  return app
}

/** Requests to the emulator itself need no socket. */
function sendWith(project: Project, app: Hono): SendRequest {
  const { origin } = new URL(project.authUrl)
  return async (request) => (new URL(request.url).origin === origin ? app.fetch(request) : fetch(request))
}
