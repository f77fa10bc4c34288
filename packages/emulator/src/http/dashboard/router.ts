import { Hono } from 'hono'
import type { Project } from '../../domain/project/project.js'
import { addToolPage } from './parts/tool-page.js'
import { userListPage } from './users/user-list.js'
import { userPage } from './users/user-page.js'

/** The pages of the dashboard. */
export function dashboardPages(project: Project): Hono {
  const routes = new Hono()
  for (const page of [userListPage(project), userPage(project)]) addToolPage(routes, page)
  return routes
}
