/** Something that happened to a session. Never holds a token, a code or an API key. */
export interface SessionEvent {
  /**
   * - `login`: a login succeeded; `login_failed`: it did not, `code` says why.
   * - `logout`: a user logged out; with `cause` if the call to the service failed.
   * - `refresh`: a refresh was answered; `code` is its outcome: `fresh`, `ended` or `unavailable`.
   * - `invalid_api_key`: the service refuses the backend API key. No user can log in or refresh.
   * - `invalid_token`: the service issued a token that is not valid here; `code` is the reason.
   * - `large_token`: the access token has more than 9,500 characters, `code` says how many. One of more than 12,600 is
   *   not stored, so every request refreshes.
   * - `option_failed`: a function of the options threw; `code` is its name.
   * - `insecure_cookies`: the app is on plain http on loopback, so cookies are not `Secure`. Once, at creation.
   */
  readonly type:
    | 'login'
    | 'login_failed'
    | 'logout'
    | 'refresh'
    | 'invalid_api_key'
    | 'invalid_token'
    | 'large_token'
    | 'option_failed'
    | 'insecure_cookies'
  readonly code?: string | undefined
  readonly cause?: unknown
}

/** A listener that fails, now or later, changes no answer and does not end the process. */
export function report(
  { onEvent }: { readonly onEvent: (event: SessionEvent) => void },
  type: SessionEvent['type'],
  code?: string,
  cause?: unknown,
): void {
  const tell = async () => onEvent({ type, code, cause })
  tell().catch(() => {})
}
