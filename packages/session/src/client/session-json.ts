import type { UserData } from '@propelauth-edge/core'

/** What `GET session` answers for a user. */
export interface UserSessionJson {
  readonly user: UserData
  /** When the access token expires, in seconds of Unix time. */
  readonly expiresAt: number
  /** Only with the option `exposeAccessToken`. */
  readonly accessToken?: string
}

/** What `GET session` answers without a session. */
export interface EmptySessionJson {
  readonly user: null
}

/** The answer of `GET session`, and of `POST set-active-org` with a JSON body. */
export type SessionJson = UserSessionJson | EmptySessionJson
