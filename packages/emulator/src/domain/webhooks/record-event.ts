import { newAlphanumeric, newHex } from '../../values/ids.js'
import type { JsonObject } from '../../values/json.js'
import type { Project } from '../project/project.js'
import type { Settings } from '../project/setting-values.js'
import { readSettings } from '../project/settings.js'
import { UNCERTAIN_FIELDS } from '../project/webhook-settings.js'
import { type EndpointRow, subscribedEndpoints } from './endpoints.js'
import { forgetOldMessages } from './retention.js'
import type { EventType } from './samples.js'

/** The fields of an event beside its type. Those without a value are left out. */
type EventFields = Readonly<Record<string, string | boolean | null | undefined>>

/**
 * Records an event for every endpoint that subscribes to its type. Call it in the transaction of the change, so that
 * both are stored or neither is. Without such an endpoint nothing is stored, and a function for the fields is not called.
 */
export function recordEvent(project: Project, type: EventType, fields: EventFields | (() => EventFields)): void {
  if (!project.recordsEvents) return
  const endpoints = subscribedEndpoints(project, type)
  if (endpoints.length === 0) return
  const all = typeof fields === 'function' ? fields() : fields
  addMessage(project, endpoints, type, sentFields(readSettings(project), type, all))
}

/** Records a message for these endpoints. Returns the ids of its deliveries. */
export function addMessage(
  project: Project,
  endpoints: readonly Pick<EndpointRow, 'endpoint_id'>[],
  type: string,
  fields: JsonObject,
): readonly string[] {
  const messageId = `msg_${newAlphanumeric(27)}`
  const now = project.clock.milliseconds()
  const ids = project.db.transaction(() => {
    const sql = `INSERT INTO webhook_messages (message_id, event_type, body, created_at) VALUES (?, ?, ?, ?)
      RETURNING seq`
    const message = project.db.get<{ seq: number }>(sql, messageId, type, toBody(type, fields), now)
    forgetOldMessages(project, message?.seq ?? 0)
    return endpoints.map(({ endpoint_id }) => addDelivery(project, messageId, endpoint_id, now))
  })
  project.webhookSignal.notify()
  return ids
}

function addDelivery(project: Project, messageId: string, endpointId: string, now: number): string {
  const id = `dlv_${newHex(8)}`
  const sql = `INSERT INTO webhook_deliveries (delivery_id, message_id, endpoint_id, status, next_attempt_at)
    VALUES (?, ?, ?, 'pending', ?)`
  project.db.run(sql, id, messageId, endpointId, now)
  return id
}

/** Leaves out fields without a value, and uncertain ones that the project does not send. */
export function sentFields(settings: Settings, type: string, fields: EventFields | JsonObject): JsonObject {
  const included: readonly string[] = settings.webhook_strict ? [] : settings.webhook_uncertain_fields
  const omitted = new Set<string>(UNCERTAIN_FIELDS.filter((field) => !included.includes(field)))
  const entries = Object.entries(fields).filter(
    ([name, value]) => value !== null && value !== undefined && !omitted.has(`${type}.${name}`),
  )
  return Object.fromEntries(entries) as JsonObject
}

/** A flat object with sorted keys. */
function toBody(type: string, fields: JsonObject): string {
  const entries = Object.entries({ ...fields, event_type: type })
  return JSON.stringify(Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))))
}
