import type { Project } from '../project/project.js'
import type { WebhookDeliveryDetails } from './deliveries.js'
import { getEndpoint } from './endpoints.js'
import { signedHeaders } from './signed-headers.js'

/** The headers of a delivery as it would be sent now. */
export function signDelivery(
  project: Project,
  { endpointId, messageId, body }: WebhookDeliveryDetails,
): Readonly<Record<string, string>> {
  const message = { messageId, body, timestamp: project.clock.outsideSeconds() }
  return signedHeaders(project, getEndpoint(project, endpointId), message)
}
