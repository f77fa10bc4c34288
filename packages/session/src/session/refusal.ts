import { type Refusal, type RequestLike, refuse } from '@propelauth-edge/core'
import { refuseCrossSite } from '@propelauth-edge/core/adapter'
import type { Settings } from '../options/settings.js'
import type { App } from '../refresh/app.js'
import type { Session } from './session.js'

const codes: Readonly<Partial<Record<string, 'token_expired' | 'missing_token'>>> = {
  ended: 'token_expired',
  anonymous: 'missing_token',
}

/** The refusal of a request without a user. */
export const refuseFor = ({ backoff }: App, { status }: Session): Refusal =>
  refuse(codes[status] ?? 'session_unavailable', `The session is ${status}`, {
    retryAfterSeconds: backoff.pause() || 1,
  })

/** Refuses an unsafe request from another origin than the app's. */
export const refuseForeign = ({ appUrl }: Settings, request: RequestLike): Refusal | undefined =>
  refuseCrossSite(request, undefined, () => appUrl)
