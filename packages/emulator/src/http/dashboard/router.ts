import { Hono } from 'hono'
import type { Webhooks } from '../../delivery/webhooks.js'
import type { Project } from '../../domain/project/project.js'
import { orgListPage } from './orgs/org-list.js'
import { orgPage } from './orgs/org-page.js'
import { overviewRoutes } from './overview.js'
import { addToolPage } from './parts/tool-page.js'
import { tokenRoutes } from './tokens/tokens-page.js'
import { userListPage } from './users/user-list.js'
import { userPage } from './users/user-page.js'

export interface DashboardPorts {
  readonly webhooks: Webhooks
}

/** The pages of the dashboard. */
export function dashboardRoutes(project: Project, { webhooks }: DashboardPorts): Hono {
  const routes = new Hono()
  routes.route('/', overviewRoutes(project, webhooks))
  routes.route('/', tokenRoutes(project))
  const pages = [userListPage(project), userPage(project), orgListPage(project), orgPage(project)]
  for (const page of pages) addToolPage(routes, page)
  return routes
}
