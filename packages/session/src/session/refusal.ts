import { type Refusal, refuse } from '@propelauth-edge/core'
import type { FoundSession } from './found-session.js'

const codes: Readonly<Partial<Record<string, 'token_expired' | 'missing_token'>>> = {
  ended: 'token_expired',
  anonymous: 'missing_token',
}

/** The refusal of a request without a user. */
export const refuseFor = ({ session: { status }, retryAfterSeconds }: FoundSession): Refusal =>
  refuse(codes[status] ?? 'session_unavailable', `The session is ${status}`, { retryAfterSeconds })
