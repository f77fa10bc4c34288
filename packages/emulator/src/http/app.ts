import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Project } from '../project.js'
import { backendRoutes } from './backend/router.js'
import { type ControlPorts, controlRoutes } from './control/control.js'
import { dashboardRoutes } from './control/dashboard.js'
import { mailRoutes } from './control/mail.js'
import { discoveryRoutes } from './discovery.js'
import { allowHosts, appCors, checkOrigin, protectControl, securityHeaders } from './guards.js'
import { STYLE } from './html/style.js'
import { injectFaults } from './inject-faults.js'
import { logRequests } from './log-requests.js'
import { accountRoutes } from './pages/account.js'
import { confirmEmailRoutes } from './pages/confirm-email.js'
import { loginRoutes } from './pages/login.js'
import { magicLinkRoutes } from './pages/magic-link.js'
import { signupRoutes } from './pages/signup.js'
import { errorResponse, unsupportedResponse } from './reply.js'
import { sessionRoutes } from './session.js'
import { ssrRoutes } from './ssr.js'

export interface AppOptions extends ControlPorts {
  /** Host names beside loopback and the project's own. */
  readonly allowedHosts: readonly string[]
}

const MAX_BODY_BYTES = 1024 * 1024

/** The emulator as a handler of requests: guards first, then the service's routes, then our own. */
export function createApp(project: Project, options: AppOptions): Hono {
  const app = new Hono()
  app.use(securityHeaders)
  app.use(logRequests(options.log, project.clock))
  app.use(allowHosts(project, options.allowedHosts))
  app.use(checkOrigin(project))
  app.use(injectFaults(options.faults))
  app.use(bodyLimit({ maxSize: MAX_BODY_BYTES }))

  app.get('/_emulator/style.css', (c) => c.body(STYLE, 200, { 'Content-Type': 'text/css; charset=utf-8' }))
  app.use('/_emulator/*', protectControl(project))
  app.use('/signup', protectControl(project))
  app.route('/', discoveryRoutes(project))
  app.route('/', backendRoutes(project))
  app.route('/', sessionRoutes(project))
  app.route('/', ssrRoutes(project))
  app.route('/', loginRoutes(project))
  app.route('/', signupRoutes(project))
  app.route('/', confirmEmailRoutes(project))
  app.route('/', magicLinkRoutes(project))
  app.route('/', accountRoutes(project))
  app.route('/', controlRoutes(project, options))
  app.route('/', dashboardRoutes(project))
  app.route('/', mailRoutes(project))
  app.get('/', (c) => c.redirect('/_emulator', 302))
  app.use('/api/fe/*', appCors(project))
  app.notFound((c) => unsupportedResponse(c, `${c.req.method} ${c.req.path}`))
  app.onError(errorResponse)
  return app
}
