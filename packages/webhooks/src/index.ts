export { createWebhooks, type Webhooks } from './create-webhooks.js'
export type { WebhookFetch, WebhookHandler, WebhookHandlers, WebhookPlatform } from './delivery/handler.js'
export type { SeenStore } from './delivery/seen-store.js'
export { WebhookError, type WebhookErrorCode } from './errors/webhook-error.js'
export type {
  UnlistedEventType,
  WebhookEnvelope,
  WebhookEvent,
  WebhookEventOf,
  WebhookEventType,
  WebhookFields,
} from './event/events.js'
export type { WebhooksOptions } from './options/options.js'
