import {
  UNCERTAIN_FIELDS,
  WEBHOOK_HEADERS,
  WEBHOOK_MAILS,
  WEBHOOK_RETRY_SIGNATURES,
  type WebhookSettings,
} from '../../domain/project/webhook-settings.js'
import { endpointUrlProblem } from '../../domain/webhooks/endpoint-rules.js'
import { isEventPattern } from '../../domain/webhooks/event-filter.js'
import { EVENT_TYPES } from '../../domain/webhooks/samples.js'
import { isWebhookSecret, WEBHOOK_SECRET_FORM } from '../../domain/webhooks/secrets.js'
import type { SeedWebhook } from '../seed.js'
import {
  type Check,
  checkedText,
  count,
  flag,
  listOf,
  oneOf,
  type Problem,
  record,
  text,
  unknownName,
} from '../values/checks.js'
import { duplicates } from '../values/duplicates.js'

export const WEBHOOK_CHECKS = {
  webhook_strict: flag,
  webhook_uncertain_fields: listOf(oneOf(...UNCERTAIN_FIELDS)),
  webhook_mails: listOf(oneOf(...WEBHOOK_MAILS)),
  webhook_headers: oneOf(...WEBHOOK_HEADERS),
  webhook_retry_signatures: oneOf(...WEBHOOK_RETRY_SIGNATURES),
  webhook_rotation_hours: count,
} as const satisfies Record<keyof WebhookSettings, Check>

const url = checkedText(endpointUrlProblem)
const secret = checkedText((value) => (isWebhookSecret(value) ? undefined : `must be ${WEBHOOK_SECRET_FORM}`))
const events = listOf(checkedText((value) => (isEventPattern(value) ? undefined : unknownName(value, EVENT_TYPES))))

/** What tells an endpoint from the others. */
export const endpointKey = ({ key, url }: Pick<SeedWebhook, 'key' | 'url'>): string => key ?? url

export const webhookEndpoint = record({ key: text, url, secret, events, enabled: flag }, ['url'])

/** Problems of endpoints with the same key, of which the last one would replace the others. */
export const endpointDuplicates = (webhooks: readonly SeedWebhook[]): readonly Problem[] =>
  duplicates(['webhooks'], 'url', webhooks.map(endpointKey))
