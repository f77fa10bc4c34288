import type { Project } from '../../domain/project/project.js'
import { ServiceError } from '../../domain/project/service-error.js'
import {
  derivedEndpointId,
  type EndpointSource,
  isEndpointId,
  removeOtherOptionEndpoints,
  saveEndpoint,
} from '../../domain/webhooks/endpoints.js'
import { endpointDuplicates, endpointKey, webhookEndpoint } from '../check/webhook-checks.js'
import type { Seed, SeedWebhook } from '../seed.js'
import { listOf } from '../values/checks.js'
import { describeProblem } from '../values/seed-error.js'

/** The id of an endpoint of the seed or of an option. */
export function endpointId(webhook: SeedWebhook): string {
  const key = endpointKey(webhook)
  return isEndpointId(key) ? key : derivedEndpointId(key)
}

/** Adds an endpoint, or changes the one with its key. Returns its id. @throws {ServiceError} `invalid_fields` */
export function applyWebhook(project: Project, source: EndpointSource, webhook: SeedWebhook): string {
  const { key: _, ...input } = webhook
  const id = endpointId(webhook)
  saveEndpoint(project, id, source, input)
  return id
}

/**
 * Applies the option `webhooks`: endpoints of an earlier start that are neither in it nor in the seed are removed.
 * @throws {TypeError}
 */
export function applyWebhookOption(project: Project, webhooks: readonly SeedWebhook[], seed: Seed): void {
  const problems = listOf(webhookEndpoint)(webhooks, ['webhooks'])
  const [problem] = problems.length > 0 ? problems : endpointDuplicates(webhooks)
  if (problem) throw new TypeError(describeProblem(problem))
  project.db.transaction(() => {
    const ids = webhooks.map((webhook) => applyWithTypeError(project, webhook))
    removeOtherOptionEndpoints(project, ids, (seed.webhooks ?? []).map(endpointId))
  })
}

function applyWithTypeError(project: Project, webhook: SeedWebhook): string {
  try {
    return applyWebhook(project, 'option', webhook)
  } catch (error) {
    if (error instanceof ServiceError) throw new TypeError(`webhooks: ${JSON.stringify(webhook.url)}: ${error.message}`)
    throw error
  }
}
