import type { JsonObject } from '../../values/json.js'
import type { Project } from '../project/project.js'
import { invalidFields } from '../project/service-error.js'
import { readSettings } from '../project/settings.js'
import { type EndpointRow, getEndpoint, subscribedEndpoints } from './endpoints.js'
import { addMessage, sentFields } from './record-event.js'
import { isEventType, SAMPLES } from './samples.js'

/** An event that is sent although nothing has changed. */
export interface TestEvent {
  /** Also one that the emulator does not know, as receivers have to accept those. */
  readonly type: string
  /** The fields beside the type. Default: a sample, for a known type. */
  readonly fields?: JsonObject | undefined
  /** The id of the endpoint, whatever it subscribes to. Default: all endpoints that subscribe to the type. */
  readonly endpoint?: string | undefined
}

/**
 * Records a test event. Returns the ids of its deliveries.
 * @throws {ServiceError} `not_found`, `invalid_fields`
 */
export function sendTestEvent(project: Project, { type, fields, endpoint }: TestEvent): readonly string[] {
  if (!/^[\w.:-]{1,100}$/.test(type))
    throw invalidFields({ type: ['Must be 1 to 100 letters, digits, dots and _ : -'] })
  const sample = isEventType(type) ? sentFields(readSettings(project), type, SAMPLES[type]) : {}
  const endpoints = endpoint === undefined ? subscribedEndpoints(project, type) : [enabledEndpoint(project, endpoint)]
  if (endpoints.length === 0) throw invalidFields({ endpoint: [`No enabled endpoint subscribes to ${type}.`] })
  return addMessage(project, endpoints, type, fields ?? sample)
}

function enabledEndpoint(project: Project, id: string): EndpointRow {
  const endpoint = getEndpoint(project, id)
  if (endpoint.disabled_because !== null) throw invalidFields({ endpoint: ['The endpoint is switched off.'] })
  return endpoint
}
