import { createHmac } from 'node:crypto'
import type { Project } from '../project/project.js'
import { readSettings } from '../project/settings.js'
import type { EndpointRow } from './endpoints.js'
import { signingKeyOf } from './secrets.js'

export interface SignedMessage {
  readonly messageId: string
  readonly body: string
  /** Unix seconds. */
  readonly timestamp: number
}

/** The headers of a message for an endpoint, signed as Svix does. */
export function signedHeaders(
  project: Project,
  endpoint: EndpointRow,
  message: SignedMessage,
): Readonly<Record<string, string>> {
  const { webhook_strict: isStrict, webhook_headers: names } = readSettings(project)
  const signed = {
    id: message.messageId,
    timestamp: String(message.timestamp),
    signature: signaturesOf(project, endpoint, message).join(' '),
  }
  return {
    'content-type': 'application/json',
    'user-agent': isStrict ? 'PropelAuth-Emulator' : 'Svix-Webhooks/emulator',
    ...withPrefix('svix', signed),
    ...(names === 'svix' || isStrict ? {} : withPrefix('webhook', signed)),
  }
}

const withPrefix = (prefix: string, signed: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(signed).map(([name, value]) => [`${prefix}-${name}`, value]))

/** One signature for each secret that is in force, that of the newest first. */
function signaturesOf(project: Project, endpoint: EndpointRow, message: SignedMessage): readonly string[] {
  const { secret, old_secret: old, old_secret_until: until } = endpoint
  const isRotating = old !== null && until !== null && until > project.clock.milliseconds()
  return (isRotating ? [secret, old] : [secret]).map((each) => signature(each, message))
}

function signature(secret: string, { messageId, timestamp, body }: SignedMessage): string {
  const content = `${messageId}.${timestamp}.${body}`
  return `v1,${createHmac('sha256', signingKeyOf(secret)).update(content).digest('base64')}`
}
