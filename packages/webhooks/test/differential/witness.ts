// standardwebhooks, the library of the specification, as a witness of what a good message is.
import { Webhook, WebhookVerificationError } from 'standardwebhooks'

/** A message as it arrives. */
export interface Arrived {
  readonly id: string
  readonly timestamp: string
  readonly signature: string
  readonly body: string
}

/** `not JSON`: it found the signature good, and then failed to parse the body. */
export type Verdict = 'accepted' | 'refused' | 'not JSON'

/** It reads the clock of the runtime. */
export function judge(secret: string, { id, timestamp, signature, body }: Arrived): Verdict {
  const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature }
  try {
    new Webhook(secret).verify(body, headers)
    return 'accepted'
  } catch (error) {
    if (error instanceof WebhookVerificationError) return 'refused'
    if (error instanceof SyntaxError) return 'not JSON'
    throw error
  }
}

/** Signs as the library does. */
export const signByWitness = (secret: string, id: string, seconds: number, body: string): string =>
  new Webhook(secret).sign(id, new Date(seconds * 1_000), body)
