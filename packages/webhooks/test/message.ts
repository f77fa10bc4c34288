// Messages as PropelAuth sends them. They are signed here by the specification, with no code of the package.

/** Unix time in seconds. */
export const now = 1_763_000_000

export const secret = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'
/** The one before it, while it is rotated, without the prefix. */
export const oldSecret = 'MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0'

export interface Message {
  readonly id: string
  readonly timestamp: string
  readonly body: Uint8Array
}

export interface MessageParts {
  readonly id?: string
  readonly timestamp?: string | number
  /** A text is sent as UTF-8, an object as JSON. */
  readonly body?: string | Uint8Array | object
}

export const userCreated = {
  event_type: 'user.created',
  user_id: '31c41c16-c281-44ae-9602-8a047e3bf33d',
  email: 'ada@example.com',
  email_confirmed: true,
}

const encoder = new TextEncoder()

function toBytes(body: string | Uint8Array | object): Uint8Array {
  if (body instanceof Uint8Array) return body
  return encoder.encode(typeof body === 'string' ? body : JSON.stringify(body))
}

let count = 0

/** An id that no other message of this process has, in the form that Svix gives. */
export const nextId = () => `msg_${String(++count).padStart(27, '0')}`

export const toMessage = ({ id = nextId(), timestamp = now, body = userCreated }: MessageParts = {}): Message => ({
  id,
  timestamp: String(timestamp),
  body: toBytes(body),
})

/** Both parts as one, each byte as it is. */
function join(start: string, body: Uint8Array) {
  const prefix = encoder.encode(start)
  const bytes = new Uint8Array(prefix.length + body.length)
  bytes.set(prefix)
  bytes.set(body, prefix.length)
  return bytes
}

/** The signature with its version. */
export async function sign({ id, timestamp, body }: Message, withSecret = secret): Promise<string> {
  const key = Uint8Array.from(atob(withSecret.replace(/^whsec_/, '')), (char) => char.charCodeAt(0))
  const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const signature = await crypto.subtle.sign('HMAC', imported, join(`${id}.${timestamp}.`, body))
  return `v1,${btoa(String.fromCharCode(...new Uint8Array(signature)))}`
}

export type Headers3 = Readonly<Record<'svix-id' | 'svix-timestamp' | 'svix-signature', string>>

export const headersOf = ({ id, timestamp }: Message, signature: string): Headers3 => ({
  'svix-id': id,
  'svix-timestamp': timestamp,
  'svix-signature': signature,
})

export const endpoint = 'https://app.example.com/webhooks'

export const toRequest = (headers: Readonly<Record<string, string>>, body: Uint8Array, url = endpoint): Request =>
  new Request(url, { method: 'POST', headers, body: new Uint8Array(body) })

/** A signed request. */
export async function deliver(parts?: MessageParts, withSecret?: string): Promise<Request> {
  const message = toMessage(parts)
  return toRequest(headersOf(message, await sign(message, withSecret)), message.body)
}
