import { Hono } from 'hono'
import type { Project } from '../../domain/project/project.js'
import type { ControlPorts } from '../control/control-request.js'
import { orgListPage } from './orgs/org-list.js'
import { orgPage } from './orgs/org-page.js'
import { overviewRoutes } from './overview.js'
import { addToolPage } from './parts/tool-page.js'
import { environmentPage } from './project/environment-page.js'
import { rolesPage } from './project/roles-page.js'
import { settingsPage } from './project/settings-page.js'
import { statePage } from './project/state-page.js'
import { tokenRoutes } from './tokens/tokens-page.js'
import { faultsPage } from './traffic/faults-page.js'
import { mailPage } from './traffic/mail-page.js'
import { requestsPage } from './traffic/requests-page.js'
import { smsPage } from './traffic/sms-page.js'
import { userListPage } from './users/user-list.js'
import { userPage } from './users/user-page.js'

/** The pages of the dashboard. Some addresses are part of the control API as well: this comes first, for browsers. */
export function dashboardRoutes(project: Project, ports: ControlPorts): Hono {
  const { log, faults, webhooks } = ports
  const routes = new Hono()
  routes.route('/', overviewRoutes(project, webhooks))
  routes.route('/', tokenRoutes(project))
  const pages = [
    userListPage(project),
    userPage(project),
    orgListPage(project),
    orgPage(project),
    rolesPage(project),
    mailPage(project),
    smsPage(project),
    requestsPage(project, log),
    faultsPage(project, faults),
    settingsPage(project),
    statePage(project, ports),
    environmentPage(project, webhooks),
  ]
  for (const page of pages) addToolPage(routes, page)
  return routes
}
