import type { NamedValues } from '../../store/statement-values.js'
import { parseObject } from '../../values/json.js'
import type { Project } from '../project/project.js'
import { ServiceError } from '../project/service-error.js'

/**
 * `pending`: an attempt is due now or later. `sending`: one is under way. `failed`: all attempts have failed, or the
 * endpoint has asked for no more. `stopped`: the endpoint was switched off.
 */
export const DELIVERY_STATUSES = ['pending', 'sending', 'succeeded', 'failed', 'stopped'] as const

export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number]

/** A message for one endpoint. Times are ISO 8601. */
export interface WebhookDelivery {
  readonly id: string
  /** The header `svix-id`: the same at every endpoint and in every attempt. */
  readonly messageId: string
  readonly eventType: string
  readonly endpointId: string
  readonly url: string
  readonly status: DeliveryStatus
  /** When the event happened. */
  readonly time: string
  readonly attempts: number
  /** null if no attempt follows. */
  readonly nextAttempt: string | null
  /** The HTTP status of the last answer. null before the first attempt, or if there was no answer. */
  readonly lastStatus: number | null
  readonly lastError: string | null
}

/** How the last attempt has ended: its status, its error, or both. Empty before the first one. */
export const lastOutcome = ({ lastStatus, lastError }: WebhookDelivery): string =>
  [lastStatus, lastError].filter((part) => part !== null).join(', ')

/** An HTTP request of a delivery, and its answer. */
export interface WebhookAttempt {
  readonly time: string
  readonly durationMs: number
  readonly requestHeaders: Readonly<Record<string, string>>
  readonly status: number | null
  readonly responseHeaders: Readonly<Record<string, string>>
  /** At most 4 KiB of the answer. */
  readonly responseBody: string
  readonly error: string | null
}

export interface WebhookDeliveryDetails extends WebhookDelivery {
  /** The body of all its requests. */
  readonly body: string
  /** Oldest first. */
  readonly history: readonly WebhookAttempt[]
}

export interface DeliveryFilter {
  /** The id of an endpoint. */
  readonly endpoint?: string | undefined
  /** A type of event, or a prefix that ends in `*`. */
  readonly type?: string | undefined
  readonly status?: DeliveryStatus | undefined
  /** Default 100. */
  readonly limit?: number | undefined
}

interface DeliveryRow {
  readonly delivery_id: string
  readonly message_id: string
  readonly event_type: string
  readonly endpoint_id: string
  readonly url: string
  readonly status: DeliveryStatus
  readonly created_at: number
  readonly attempts: number
  readonly next_attempt_at: number | null
  readonly last_status: number | null
  readonly last_error: string | null
}

const LAST_ATTEMPT = 'FROM webhook_attempts AS a WHERE a.delivery_id = d.delivery_id ORDER BY a.seq DESC LIMIT 1'

/** A list leaves out the bodies. */
const COLUMNS = `d.delivery_id, d.message_id, d.endpoint_id, d.status, d.next_attempt_at, m.event_type, m.created_at, e.url,
    (SELECT count(*) FROM webhook_attempts WHERE delivery_id = d.delivery_id) AS attempts,
    (SELECT a.status ${LAST_ATTEMPT}) AS last_status,
    (SELECT a.error ${LAST_ATTEMPT}) AS last_error`

const FROM = `FROM webhook_deliveries AS d JOIN webhook_messages AS m USING (message_id) JOIN webhook_endpoints AS e USING (endpoint_id)`

const DEFAULT_LIMIT = 100

/** Newest first. */
export function listDeliveries(project: Project, filter: DeliveryFilter = {}): WebhookDelivery[] {
  const { type } = filter
  const values: NamedValues = {
    endpoint: filter.endpoint ?? null,
    type: type ?? null,
    prefix: type?.endsWith('*') ? type.slice(0, -1) : null,
    status: filter.status ?? null,
    limit: filter.limit ?? DEFAULT_LIMIT,
  }
  const rows = project.db.all<DeliveryRow>(
    `SELECT ${COLUMNS} ${FROM} WHERE (:endpoint IS NULL OR d.endpoint_id = :endpoint) AND (:status IS NULL OR d.status = :status)
       AND (:type IS NULL OR m.event_type = :type OR substr(m.event_type, 1, length(:prefix)) = :prefix)
     ORDER BY d.seq DESC LIMIT :limit`,
    values,
  )
  return rows.map(toDelivery)
}

/** @throws {ServiceError} `not_found` */
export function getDelivery(project: Project, id: string): WebhookDeliveryDetails {
  const row = project.db.get<DeliveryRow & { readonly body: string }>(
    `SELECT ${COLUMNS}, m.body ${FROM} WHERE d.delivery_id = ?`,
    id,
  )
  if (!row) throw deliveryNotFound(id)
  return { ...toDelivery(row), body: row.body, history: historyOf(project, id) }
}

export const deliveryNotFound = (id: string): ServiceError =>
  new ServiceError('not_found', `There is no delivery ${JSON.stringify(id)}`)

function historyOf(project: Project, deliveryId: string): readonly WebhookAttempt[] {
  const rows = project.db.all<AttemptRow>(
    'SELECT * FROM webhook_attempts WHERE delivery_id = ? ORDER BY seq',
    deliveryId,
  )
  return rows.map((row) => ({
    time: toIso(row.started_at),
    durationMs: row.duration_ms,
    requestHeaders: parseObject(row.request_headers) as Readonly<Record<string, string>>,
    status: row.status,
    responseHeaders: parseObject(row.response_headers) as Readonly<Record<string, string>>,
    responseBody: row.response_body,
    error: row.error,
  }))
}

interface AttemptRow {
  readonly started_at: number
  readonly duration_ms: number
  readonly request_headers: string
  readonly status: number | null
  readonly response_headers: string
  readonly response_body: string
  readonly error: string | null
}

const toIso = (milliseconds: number): string => new Date(milliseconds).toISOString()

function toDelivery(row: DeliveryRow): WebhookDelivery {
  return {
    id: row.delivery_id,
    messageId: row.message_id,
    eventType: row.event_type,
    endpointId: row.endpoint_id,
    url: row.url,
    status: row.status,
    time: toIso(row.created_at),
    attempts: row.attempts,
    nextAttempt: row.next_attempt_at === null ? null : toIso(row.next_attempt_at),
    lastStatus: row.last_status,
    lastError: row.last_error,
  }
}
