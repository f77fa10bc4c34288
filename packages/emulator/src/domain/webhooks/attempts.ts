import type { Project } from '../project/project.js'
import { disableEndpoint, type EndpointRow } from './endpoints.js'
import type { DueAttempt } from './outbox.js'

/** How an attempt has ended. Times are in milliseconds. */
export interface AttemptResult {
  readonly startedAt: number
  readonly durationMs: number
  /** Undefined without an answer. */
  readonly status?: number | undefined
  readonly responseHeaders: Readonly<Record<string, string>>
  /** The start of the body of the answer. */
  readonly responseBody: string
  /** Why there is no answer, or why it is no success. */
  readonly error?: string | undefined
}

/** Seconds from a failure to the next attempt. After the last one the delivery has failed. */
const RETRY_SECONDS = [5, 300, 1800, 7200, 18_000, 36_000, 36_000]

/** Stores an attempt, and when the next one is due if it has failed. */
export function finishAttempt(project: Project, attempt: DueAttempt, result: AttemptResult): void {
  project.db.transaction(() => {
    // The project may have been reset, or the endpoint removed.
    const delivery = project.db.get<DeliveryState>(
      'SELECT tries, disabled_because FROM webhook_deliveries JOIN webhook_endpoints USING (endpoint_id) WHERE delivery_id = ?',
      attempt.deliveryId,
    )
    if (!delivery) return
    insertAttempt(project, attempt, result)
    if (isSuccess(result)) succeed(project, attempt)
    else fail(project, attempt, nextStep(delivery, result))
  })
}

interface DeliveryState extends Pick<EndpointRow, 'disabled_because'> {
  readonly tries: number
}

const isSuccess = ({ status = 0 }: AttemptResult): boolean => status >= 200 && status < 300

function insertAttempt(project: Project, { deliveryId, headers }: DueAttempt, result: AttemptResult): void {
  project.db.run(
    `INSERT INTO webhook_attempts (delivery_id, started_at, duration_ms, request_headers, status, response_headers,
       response_body, error) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    deliveryId,
    result.startedAt,
    result.durationMs,
    JSON.stringify(headers),
    result.status ?? null,
    JSON.stringify(result.responseHeaders),
    result.responseBody,
    result.error ?? null,
  )
}

function succeed(project: Project, { deliveryId, endpointId }: DueAttempt): void {
  setStatus(project, deliveryId, 'succeeded', null)
  const sql = 'UPDATE webhook_endpoints SET last_failed_at = NULL, failing_since = NULL WHERE endpoint_id = ?'
  project.db.run(sql, endpointId)
}

type NextStep = { readonly retryInSeconds: number } | { readonly end: 'failed' | 'stopped' }

function nextStep({ tries, disabled_because }: DeliveryState, { responseHeaders }: AttemptResult): NextStep {
  if (disabled_because !== null) return { end: 'stopped' }
  const seconds = RETRY_SECONDS[tries - 1]
  if (seconds === undefined || responseHeaders['webhook-delivery'] === 'abort-message') return { end: 'failed' }
  return { retryInSeconds: seconds }
}

function fail(project: Project, { deliveryId, endpointId }: DueAttempt, step: NextStep): void {
  const now = project.clock.milliseconds()
  if ('end' in step) setStatus(project, deliveryId, step.end, null)
  else setStatus(project, deliveryId, 'pending', now + step.retryInSeconds * 1000)
  countFailure(project, endpointId, now)
}

const DAY_MS = 86_400_000
const MAX_FAILING_MS = 5 * DAY_MS

/** An endpoint that fails for five days is switched off. The time starts with a second failure within a day. */
function countFailure(project: Project, endpointId: string, now: number): void {
  const sql = `UPDATE webhook_endpoints SET last_failed_at = :now,
    failing_since = coalesce(failing_since, iif(:now - last_failed_at <= ${DAY_MS}, :now, NULL))
    WHERE endpoint_id = :id AND disabled_because IS NULL RETURNING failing_since`
  const counted = project.db.get<{ failing_since: number | null }>(sql, { now, id: endpointId })
  const since = counted?.failing_since ?? now
  if (now - since >= MAX_FAILING_MS) disableEndpoint(project, endpointId, 'failing')
}

function setStatus(project: Project, deliveryId: string, status: string, nextAttemptAt: number | null): void {
  const sql = 'UPDATE webhook_deliveries SET status = ?, next_attempt_at = ? WHERE delivery_id = ?'
  project.db.run(sql, status, nextAttemptAt, deliveryId)
}
