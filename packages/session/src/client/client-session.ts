import type { EmptySessionJson, UserSessionJson } from './session-json.js'

/**
 * The session of the browser.
 *
 * - `active`: there is a user.
 * - `anonymous`: there is none.
 * - `unavailable`: the app or PropelAuth cannot be reached. The last session stays; the client keeps asking.
 */
export type ClientSession =
  | (UserSessionJson & { readonly status: 'active' | 'unavailable' })
  | (EmptySessionJson & { readonly status: 'anonymous' | 'unavailable' })
