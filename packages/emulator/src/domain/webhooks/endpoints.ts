import { newAlphanumeric, sha256 } from '../../values/ids.js'
import type { Project } from '../project/project.js'
import { rejectInvalid, ServiceError } from '../project/service-error.js'
import { readSettings } from '../project/settings.js'
import { checkEndpoint } from './endpoint-rules.js'
import { matchesEvents } from './event-filter.js'
import { derivedWebhookSecret, newWebhookSecret } from './secrets.js'

/** Who made an endpoint: the seed, an option of the start, or the control API. */
export type EndpointSource = 'seed' | 'option' | 'added'

/** `manual`: it was switched off. `failing`: it failed for five days. */
export type DisabledReason = 'manual' | 'failing'

/** A row of the endpoints table. Times are in milliseconds. */
export interface EndpointRow {
  readonly endpoint_id: string
  readonly source: EndpointSource
  readonly url: string
  readonly event_types: string
  readonly secret: string
  readonly old_secret: string | null
  readonly old_secret_until: number | null
  readonly disabled_because: DisabledReason | null
  readonly last_failed_at: number | null
  readonly failing_since: number | null
}

/** An endpoint of an app that gets webhooks. */
export interface NewWebhookEndpoint {
  readonly url: string
  /** `whsec_` and base64. Default: derived from the project's signing key, or random for an added endpoint. */
  readonly secret?: string | undefined
  /** Types of events, such as `user.created`, or prefixes that end in `*`. Default: all. */
  readonly events?: readonly string[] | undefined
  /** Default true. */
  readonly enabled?: boolean | undefined
}

/** An absent field stays as it is. */
export interface WebhookEndpointChange extends Pick<NewWebhookEndpoint, 'events' | 'enabled'> {
  readonly url?: string | undefined
}

/** Adds an endpoint with an id of its own. @throws {ServiceError} `invalid_fields` */
export function addEndpoint(project: Project, input: NewWebhookEndpoint): EndpointRow {
  const id = `ep_${newAlphanumeric(27)}`
  return saveEndpoint(project, id, 'added', { ...input, secret: input.secret ?? newWebhookSecret() })
}

/** The id of an endpoint of the seed or of an option: the same after a restart and a reset. */
export const derivedEndpointId = (key: string): string => `ep_${sha256(`webhook endpoint ${key}`).slice(0, 27)}`

/** Whether a key of a seed is an id. Exports have those of endpoints that are not named by their URL. */
export const isEndpointId = (key: string): boolean => /^ep_[0-9A-Za-z]{27}$/.test(key)

/**
 * Adds an endpoint, or changes the one with this id and keeps its deliveries. Without `enabled`, an endpoint that was
 * switched off stays off. @throws {ServiceError} `invalid_fields`
 */
export function saveEndpoint(
  project: Project,
  id: string,
  source: EndpointSource,
  input: NewWebhookEndpoint,
): EndpointRow {
  return project.db.transaction(() => {
    rejectInvalid(checkEndpoint(project, input))
    // A secret that was rotated stays, unless another one is given.
    project.db.run(
      `INSERT INTO webhook_endpoints (endpoint_id, source, url, event_types, secret)
         VALUES (:id, :source, :url, :events, coalesce(:secret, :derived))
       ON CONFLICT (endpoint_id) DO UPDATE SET source = :source, url = :url, event_types = :events,
         secret = coalesce(:secret, secret)`,
      {
        id,
        source,
        url: input.url,
        events: JSON.stringify(input.events ?? []),
        secret: input.secret ?? null,
        derived: derivedWebhookSecret(project.signingKey, id),
      },
    )
    return changeEndpoint(project, id, { enabled: input.enabled })
  })
}

/** Oldest first. */
export const listEndpoints = (project: Project): EndpointRow[] =>
  project.db.all<EndpointRow>('SELECT * FROM webhook_endpoints ORDER BY seq')

export const enabledEndpoints = (project: Project): EndpointRow[] =>
  project.db.all<EndpointRow>('SELECT * FROM webhook_endpoints WHERE disabled_because IS NULL ORDER BY seq')

/** The enabled endpoints that get events of this type. */
export const subscribedEndpoints = (project: Project, type: string): EndpointRow[] =>
  enabledEndpoints(project).filter(({ event_types }) => matchesEvents(JSON.parse(event_types), type))

/** @throws {ServiceError} `not_found` */
export function getEndpoint(project: Project, id: string): EndpointRow {
  const row = project.db.get<EndpointRow>('SELECT * FROM webhook_endpoints WHERE endpoint_id = ?', id)
  if (!row) throw new ServiceError('not_found', `There is no webhook endpoint ${JSON.stringify(id)}`)
  return row
}

/** @throws {ServiceError} `not_found`, `invalid_fields` */
export function changeEndpoint(project: Project, id: string, change: WebhookEndpointChange): EndpointRow {
  return project.db.transaction(() => {
    getEndpoint(project, id)
    rejectInvalid(checkEndpoint(project, change))
    const set = (column: 'url' | 'event_types', value: string | undefined): void => {
      if (value !== undefined)
        project.db.run(`UPDATE webhook_endpoints SET ${column} = ? WHERE endpoint_id = ?`, value, id)
    }
    set('url', change.url)
    set('event_types', change.events && JSON.stringify(change.events))
    if (change.enabled === true) enableEndpoint(project, id)
    if (change.enabled === false) disableEndpoint(project, id, 'manual')
    return getEndpoint(project, id)
  })
}

/** An endpoint that is switched on again starts without failures. Deliveries that were stopped stay so. */
function enableEndpoint(project: Project, id: string): void {
  const sql = `UPDATE webhook_endpoints SET disabled_because = NULL, last_failed_at = NULL, failing_since = NULL
    WHERE endpoint_id = ? AND disabled_because IS NOT NULL`
  project.db.run(sql, id)
}

/** Switches an endpoint off and stops what waits for it. */
export function disableEndpoint(project: Project, id: string, reason: DisabledReason): void {
  project.db.run('UPDATE webhook_endpoints SET disabled_because = ? WHERE endpoint_id = ?', reason, id)
  const sql = `UPDATE webhook_deliveries SET status = 'stopped', next_attempt_at = NULL
    WHERE endpoint_id = ? AND status = 'pending'`
  project.db.run(sql, id)
}

/** Removes an endpoint with its deliveries. @throws {ServiceError} `not_found` */
export function removeEndpoint(project: Project, id: string): void {
  getEndpoint(project, id)
  project.db.run('DELETE FROM webhook_endpoints WHERE endpoint_id = ?', id)
}

/** Removes the endpoints of an option that the current start does not have. Those of the seed stay as such. */
export function removeOtherOptionEndpoints(project: Project, ids: readonly string[], seedIds: readonly string[]): void {
  // Most projects have none, and SQLite takes longer to compile the statements below than all others of a start.
  if (project.db.get("SELECT 1 FROM webhook_endpoints WHERE source = 'option' LIMIT 1") === undefined) return
  const isOther = "source = 'option' AND endpoint_id NOT IN (SELECT value FROM json_each(?))"
  const isSeeded = 'endpoint_id IN (SELECT value FROM json_each(?))'
  const listed = JSON.stringify(ids)
  const toSeed = `UPDATE webhook_endpoints SET source = 'seed' WHERE ${isOther} AND ${isSeeded}`
  project.db.run(toSeed, listed, JSON.stringify(seedIds))
  project.db.run(`DELETE FROM webhook_endpoints WHERE ${isOther}`, listed)
}

/**
 * Replaces the secret. The old one signs beside it for the project's time of rotation, by default 24 hours.
 * @throws {ServiceError} `not_found`, `invalid_fields`
 */
export function rotateEndpointSecret(project: Project, id: string, secret = newWebhookSecret()): EndpointRow {
  return project.db.transaction(() => {
    rejectInvalid(checkEndpoint(project, { secret }))
    const { secret: old } = getEndpoint(project, id)
    const until = project.clock.milliseconds() + readSettings(project).webhook_rotation_hours * 3_600_000
    const sql = 'UPDATE webhook_endpoints SET secret = ?, old_secret = ?, old_secret_until = ? WHERE endpoint_id = ?'
    project.db.run(sql, secret, old, until, id)
    return getEndpoint(project, id)
  })
}
