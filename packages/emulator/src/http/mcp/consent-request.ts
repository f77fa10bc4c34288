import type { Session } from '../../domain/access/sessions.js'
import type { OAuthClient } from '../../domain/oauth/clients.js'

/** What a client asks a signed-in user for. */
export interface ConsentRequest {
  readonly session: Session
  readonly client: OAuthClient
  readonly redirectUri: string
  readonly state: string
  readonly codeChallenge: string
  readonly resource: string
  /** The parameter of the request. */
  readonly scope: string
}
