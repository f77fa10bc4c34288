import type { Context, MiddlewareHandler } from 'hono'
import type { Project } from '../../domain/project/project.js'
import { readSettings } from '../../domain/project/settings.js'
import { wantsPage } from '../html/accept.js'
import { messagePage } from '../html/message-page.js'

/** 404, as the service answers, with the reason. */
export function notFoundResponse(c: Context, reason: string): Response | Promise<Response> {
  c.header('Vary', 'Accept', { append: true })
  if (wantsPage(c)) return messagePage(c, 'Not found', reason, 404)
  return c.json({ error: 'not_found', error_description: reason }, 404)
}

const OFF = 'MCP is off in this project (setting mcp_enabled)'

/** With MCP off, all its addresses are 404. */
export const refuseIfOff =
  (project: Project): MiddlewareHandler =>
  async (c, next) =>
    readSettings(project).mcp_enabled ? next() : notFoundResponse(c, OFF)
