import type { Project } from '../project/project.js'
import { readSettings } from '../project/settings.js'
import { type EndpointRow, enabledEndpoints } from './endpoints.js'
import { type SignedMessage, signedHeaders } from './signed-headers.js'

/** An attempt to make: one HTTP request. */
export interface DueAttempt {
  readonly deliveryId: string
  readonly endpointId: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** The most requests to one endpoint at the same time. */
const CONCURRENT_PER_ENDPOINT = 8

/** When the next attempt is due, in milliseconds. Undefined if none waits. */
export function nextAttemptAt(project: Project): number | undefined {
  const sql = "SELECT min(next_attempt_at) AS at FROM webhook_deliveries WHERE status = 'pending'"
  return project.db.get<{ at: number | null }>(sql)?.at ?? undefined
}

/**
 * Takes the attempts that are due, oldest first. Of several processes on one database, one gets each of them.
 * @param underWay the number of requests to an endpoint that have not ended
 */
export function takeDueAttempts(project: Project, underWay: (endpointId: string) => number): readonly DueAttempt[] {
  return project.db.transaction(() =>
    enabledEndpoints(project).flatMap((endpoint) => {
      const free = CONCURRENT_PER_ENDPOINT - underWay(endpoint.endpoint_id)
      return free > 0 ? takeFromQueue(project, endpoint, free) : []
    }),
  )
}

interface QueueRow {
  readonly delivery_id: string
  readonly message_id: string
  readonly body: string
  readonly signed_at: number | null
}

function takeFromQueue(project: Project, endpoint: EndpointRow, limit: number): readonly DueAttempt[] {
  const rows = project.db.all<QueueRow>(
    `SELECT delivery_id, message_id, body, signed_at FROM webhook_deliveries JOIN webhook_messages USING (message_id)
       WHERE endpoint_id = ? AND status = 'pending' AND next_attempt_at <= ?
       ORDER BY next_attempt_at, webhook_deliveries.seq LIMIT ?`,
    endpoint.endpoint_id,
    project.clock.milliseconds(),
    limit,
  )
  return rows.map((row) => take(project, endpoint, row))
}

function take(project: Project, endpoint: EndpointRow, row: QueueRow): DueAttempt {
  const message = toSign(project, row)
  const sql = `UPDATE webhook_deliveries SET status = 'sending', next_attempt_at = NULL, tries = tries + 1,
    signed_at = coalesce(signed_at, ?) WHERE delivery_id = ?`
  project.db.run(sql, message.timestamp, row.delivery_id)
  return {
    deliveryId: row.delivery_id,
    endpointId: endpoint.endpoint_id,
    url: endpoint.url,
    headers: signedHeaders(project, endpoint, message),
    body: row.body,
  }
}

/** The timestamp ignores what the clock was advanced by, because receivers compare it with clocks of their own. */
function toSign(project: Project, { message_id: messageId, body, signed_at: first }: QueueRow): SignedMessage {
  const isNew = readSettings(project).webhook_retry_signatures === 'new'
  return {
    messageId,
    body,
    timestamp: isNew ? project.clock.outsideSeconds() : (first ?? project.clock.outsideSeconds()),
  }
}

/** Attempts that a killed process had begun are made again. Call it when a project is opened. */
export function requeueInterrupted(project: Project): void {
  const isEnabled = 'endpoint_id IN (SELECT endpoint_id FROM webhook_endpoints WHERE disabled_because IS NULL)'
  project.db.transaction(() => {
    const sql = `UPDATE webhook_deliveries SET status = 'pending', tries = tries - 1, next_attempt_at = ?
      WHERE status = 'sending' AND ${isEnabled}`
    project.db.run(sql, project.clock.milliseconds())
    project.db.run("UPDATE webhook_deliveries SET status = 'stopped' WHERE status = 'sending'")
  })
}
