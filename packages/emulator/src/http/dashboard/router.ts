import { Hono } from 'hono'
import type { Project } from '../../domain/project/project.js'
import { orgListPage } from './orgs/org-list.js'
import { orgPage } from './orgs/org-page.js'
import { addToolPage } from './parts/tool-page.js'
import { userListPage } from './users/user-list.js'
import { userPage } from './users/user-page.js'

/** The pages of the dashboard. */
export function dashboardPages(project: Project): Hono {
  const routes = new Hono()
  const pages = [userListPage(project), userPage(project), orgListPage(project), orgPage(project)]
  for (const page of pages) addToolPage(routes, page)
  return routes
}
