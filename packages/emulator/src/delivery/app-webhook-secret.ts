import type { EndpointSource } from '../domain/webhooks/endpoints.js'
import type { Webhooks } from './webhooks.js'

/** The endpoint of the app is one of the first of these. An added one may be that of a tool or a test. */
const SOURCES: readonly EndpointSource[] = ['option', 'seed', 'added']

/** The secret that the app verifies its webhooks with. Undefined without an endpoint. */
export function appWebhookSecret(webhooks: Webhooks): string | undefined {
  const endpoints = webhooks.endpoints()
  const [first] = SOURCES.flatMap((source) => endpoints.filter((endpoint) => endpoint.source === source))
  return first?.secret
}
