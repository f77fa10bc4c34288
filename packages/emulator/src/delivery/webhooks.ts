import type { Project } from '../domain/project/project.js'
import {
  type DeliveryFilter,
  getDelivery,
  listDeliveries,
  type WebhookDelivery,
  type WebhookDeliveryDetails,
} from '../domain/webhooks/deliveries.js'
import { endpointInfo, type WebhookEndpoint } from '../domain/webhooks/endpoint-info.js'
import {
  addEndpoint,
  changeEndpoint,
  listEndpoints,
  type NewWebhookEndpoint,
  removeEndpoint,
  rotateEndpointSecret,
  type WebhookEndpointChange,
} from '../domain/webhooks/endpoints.js'
import { replayDelivery } from '../domain/webhooks/replay.js'
import { sendTestEvent, type TestEvent } from '../domain/webhooks/test-event.js'
import type { Deliverer } from './deliverer.js'

/** The webhooks of an emulator. Its methods throw a `ServiceError` for unknown ids and invalid values. */
export interface Webhooks {
  /** Oldest first. */
  endpoints(): WebhookEndpoint[]
  /** Adds an endpoint until the next reset. */
  addEndpoint(endpoint: NewWebhookEndpoint): WebhookEndpoint
  changeEndpoint(id: string, change: WebhookEndpointChange): WebhookEndpoint
  /** Removes an endpoint with its deliveries. */
  removeEndpoint(id: string): void
  /** Replaces the secret, by default with a random one. The old one signs beside it for `webhook_rotation_hours`. */
  rotateSecret(id: string, secret?: string): WebhookEndpoint
  /** Newest first. */
  deliveries(filter?: DeliveryFilter): WebhookDelivery[]
  delivery(id: string): WebhookDeliveryDetails
  /** Sends a delivery again, with the same id and body. */
  replay(id: string): void
  /** Sends an event although nothing has changed. */
  send(event: TestEvent): WebhookDelivery[]
  /** Makes all attempts that are due by the clock. Resolves when none is under way. */
  deliverDue(): Promise<void>
}

export function createWebhooks(project: Project, deliverer: Deliverer): Webhooks {
  return {
    endpoints: () => listEndpoints(project).map(endpointInfo),
    addEndpoint: (endpoint) => endpointInfo(addEndpoint(project, endpoint)),
    changeEndpoint: (id, change) => endpointInfo(changeEndpoint(project, id, change)),
    removeEndpoint: (id) => removeEndpoint(project, id),
    rotateSecret: (id, secret) => endpointInfo(rotateEndpointSecret(project, id, secret)),
    deliveries: (filter) => listDeliveries(project, filter),
    delivery: (id) => getDelivery(project, id),
    replay: (id) => replayDelivery(project, id),
    send: (event) => sendTestEvent(project, event).map((id) => getDelivery(project, id)),
    deliverDue: () => deliverer.deliverDue(),
  }
}
