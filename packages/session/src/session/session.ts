import type { User } from '@propelauth-edge/core'

/** The session of a request. */
export interface Session<Role extends string = string, Permission extends string = string> {
  /**
   * - `active`: there is a user.
   * - `anonymous`: the request has no session.
   * - `ended`: it has one that is over; `setCookies` deletes it.
   * - `unavailable`: a refresh is due, but the service is away or refuses the API key, or `readOnly` rules it out. There
   *   is still a user while the old access token is valid. The session is not over: its cookies are kept.
   */
  readonly status: 'active' | 'anonymous' | 'ended' | 'unavailable'
  readonly user: User<Role, Permission> | null
  /** For calls to APIs that accept PropelAuth's tokens. A log of the whole session would have it. */
  readonly accessToken: string | null
  /** When the access token expires, in seconds of Unix time. */
  readonly expiresAt: number | null
  /** `Set-Cookie` headers that the answer to this request must have, whatever it is. */
  readonly setCookies: readonly string[]
  /**
   * The response with `setCookies`, and with `Cache-Control: private, no-store` and `Vary: Cookie`. The same object, or a
   * copy where its headers cannot be changed. A cookie that the response sets already stays as it is.
   */
  apply(response: Response): Response
}

/** A session with a user. */
export interface UserSession<Role extends string = string, Permission extends string = string>
  extends Session<Role, Permission> {
  readonly status: 'active' | 'unavailable'
  readonly user: User<Role, Permission>
  readonly accessToken: string
  readonly expiresAt: number
}
