import { isLoopbackHost } from '../project/app-origins.js'
import type { Project } from '../project/project.js'
import type { FieldErrors } from '../project/service-error.js'
import { isEventPattern } from './event-filter.js'
import { EVENT_TYPES } from './samples.js'
import { isWebhookSecret, WEBHOOK_SECRET_FORM } from './secrets.js'

const MAX_URL_LENGTH = 2000

/** What is wrong with the URL of an endpoint, undefined if nothing is. */
export function endpointUrlProblem(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:\/\//i.test(text) || text.length > MAX_URL_LENGTH)
    return `must be an http(s) URL of at most ${MAX_URL_LENGTH} characters`
  if (url.username !== '' || url.password !== '') return 'must have no user name and no password'
  return url.hash === '' ? undefined : 'must have no fragment'
}

interface EndpointFields {
  readonly url?: string | undefined
  readonly secret?: string | undefined
  readonly events?: readonly string[] | undefined
}

export function checkEndpoint(project: Project, { url, secret, events = [] }: EndpointFields): FieldErrors {
  const urlProblem = url === undefined ? undefined : (endpointUrlProblem(url) ?? ownUrlProblem(project, url))
  const unknown = events.find((pattern) => !isEventPattern(pattern))
  return {
    ...(urlProblem === undefined ? {} : { url: [`The URL ${urlProblem}.`] }),
    ...(secret === undefined || isWebhookSecret(secret) ? {} : { secret: [`Must be ${WEBHOOK_SECRET_FORM}.`] }),
    ...(unknown === undefined ? {} : { events: [unknownEvent(unknown)] }),
  }
}

/** A message to the emulator itself could reset it. */
function ownUrlProblem({ authUrl, issuer }: Project, text: string): string | undefined {
  const { origin, protocol, port, hostname } = new URL(text)
  const own = new URL(authUrl)
  const isOwnPort = protocol === own.protocol && port === own.port
  const isOwnName = isLoopbackHost(own.hostname) && isLoopbackHost(hostname)
  const isOwn = origin === own.origin || origin === issuer || (isOwnPort && isOwnName)
  return isOwn ? 'must not be of the emulator itself' : undefined
}

const unknownEvent = (pattern: string): string =>
  `There is no event ${JSON.stringify(pattern)}. Events: ${EVENT_TYPES.join(', ')}. A * at the end stands for the rest.`
