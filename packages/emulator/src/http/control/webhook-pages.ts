import { Hono } from 'hono'
import type { Webhooks } from '../../delivery/webhooks.js'
import type { Project } from '../../domain/project/project.js'
import { ServiceError } from '../../domain/project/service-error.js'
import { wantsPage } from '../html/accept.js'
import { runWebhookAction } from './webhook-actions.js'
import { webhookDeliveryPage } from './webhook-delivery-page.js'
import { addressOf, webhookListPage } from './webhook-list-page.js'

/** The pages about webhooks, for browsers. Tools get the JSON of the same addresses. */
export function webhookPageRoutes(project: Project, webhooks: Webhooks): Hono {
  const routes = new Hono()
  const pages = {
    '/_emulator/webhooks': webhookListPage(project, webhooks),
    '/_emulator/webhooks/deliveries/:id': webhookDeliveryPage(project, webhooks),
  }
  for (const [path, render] of Object.entries(pages)) {
    routes.get(path, (c, next) => {
      c.header('Vary', 'Accept')
      return wantsPage(c) ? render(c) : next()
    })
    routes.post(path, async (c) => {
      const error = tryAction(webhooks, await c.req.parseBody())
      return error === undefined ? c.redirect(addressOf(c), 303) : render(c, error)
    })
  }
  return routes
}

/** The message of the error, if the form is refused. */
function tryAction(webhooks: Webhooks, form: Readonly<Record<string, unknown>>): string | undefined {
  try {
    runWebhookAction(webhooks, form)
    return undefined
  } catch (error) {
    if (error instanceof ServiceError) return error.message
    throw error
  }
}
