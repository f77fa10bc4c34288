import { headersOf, type Message, type MessageParts, sign, toMessage } from '../message.ts'

/** A delivery and its answer, as data, for every runtime. */
export interface WebhookCase {
  readonly title: string
  /** What is signed. Default: a `user.created` with an id of its own. */
  readonly signed?: MessageParts
  readonly withSecret?: string
  /**
   * In place of the headers that were signed; `null` leaves one out. `{good}` stands for the good signature, `{base64}` for
   * it without its version.
   */
  readonly headers?: Readonly<Record<string, string | null>>
  /** In place of the body that was signed. */
  readonly sent?: string
  /** Where it is sent. Default: `/verify`, which answers with the event. */
  readonly path?: string
  readonly expected: {
    readonly status: number
    readonly code?: string
    /** Fields of the event; `undefined` for one that it must not have. */
    readonly event?: Readonly<Record<string, unknown>>
    /** How often the handler has run for this id, afterwards. */
    readonly runs?: number
  }
}

export interface Delivery {
  readonly message: Message
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  readonly path: string
}

export async function toDelivery({ signed, withSecret, headers, sent, path = '/verify' }: WebhookCase) {
  const message = toMessage(signed)
  const good = await sign(message, withSecret)
  const changed = { ...headersOf(message, good), ...headers }
  const entries = Object.entries(changed).flatMap(([name, value]) =>
    value === null
      ? []
      : [[name, value.replaceAll('{good}', good).replaceAll('{base64}', good.slice('v1,'.length))] as const],
  )
  const body = sent === undefined ? message.body : new TextEncoder().encode(sent)
  return { message, headers: Object.fromEntries(entries), body, path } satisfies Delivery
}

/** The differences from what is expected, in words. */
export function differences({ expected }: WebhookCase, status: number, body: string, runs?: number): string[] {
  const found = body.startsWith('{') ? (JSON.parse(body) as Record<string, unknown>) : {}
  const wanted = {
    ...(expected.code !== undefined && { code: expected.code, status: expected.status }),
    ...expected.event,
  }
  const problems = Object.entries(wanted)
    .filter(([name, value]) => JSON.stringify(found[name]) !== JSON.stringify(value))
    .map(([name, value]) => `${name} is ${JSON.stringify(found[name])}, not ${JSON.stringify(value)}`)
  if (status !== expected.status) problems.push(`status is ${status}, not ${expected.status}`)
  if (expected.runs !== undefined && runs !== expected.runs) problems.push(`${runs} runs, not ${expected.runs}`)
  return problems
}
