import type { Project } from '../project/project.js'
import { ServiceError } from '../project/service-error.js'
import { deliveryNotFound } from './deliveries.js'
import type { EndpointRow } from './endpoints.js'

/**
 * Sends a delivery again: the same id and body, with the schedule from its start.
 * @throws {ServiceError} `not_found`, `bad_request` while the endpoint is switched off
 */
export function replayDelivery(project: Project, id: string): void {
  project.db.transaction(() => {
    const endpoint = project.db.get<Pick<EndpointRow, 'disabled_because'>>(
      'SELECT disabled_because FROM webhook_deliveries JOIN webhook_endpoints USING (endpoint_id) WHERE delivery_id = ?',
      id,
    )
    if (!endpoint) throw deliveryNotFound(id)
    if (endpoint.disabled_because !== null)
      throw new ServiceError('bad_request', 'The endpoint is switched off. Enable it first')
    // An attempt that is under way counts as the replay.
    const sql = `UPDATE webhook_deliveries SET status = 'pending', tries = 0, next_attempt_at = ?
      WHERE delivery_id = ? AND status <> 'sending'`
    project.db.run(sql, project.clock.milliseconds(), id)
  })
  project.webhookSignal.notify()
}
