import type { DisabledReason, EndpointRow, EndpointSource } from './endpoints.js'

/** An endpoint of an app that gets webhooks. */
export interface WebhookEndpoint {
  readonly id: string
  readonly url: string
  /** Types of events, or prefixes that end in `*`. Empty: all. */
  readonly events: readonly string[]
  readonly enabled: boolean
  /** `manual`, or `failing` for five days. null while it is enabled. */
  readonly disabledReason: DisabledReason | null
  /** What its messages are signed with: `whsec_…`. */
  readonly secret: string
  /** Until when the previous secret signs as well, in ISO 8601. null without a rotation. */
  readonly oldSecretUntil: string | null
  /** `seed`, `option`, or `added` at run time. */
  readonly source: EndpointSource
}

export function endpointInfo(row: EndpointRow): WebhookEndpoint {
  return {
    id: row.endpoint_id,
    url: row.url,
    events: JSON.parse(row.event_types),
    enabled: row.disabled_because === null,
    disabledReason: row.disabled_because,
    secret: row.secret,
    oldSecretUntil: row.old_secret_until === null ? null : new Date(row.old_secret_until).toISOString(),
    source: row.source,
  }
}
