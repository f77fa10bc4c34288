import type { SessionClientOptions } from './client/options.js'
import { createClient, type SessionClient } from './client/session-client.js'

export type { ClientSession } from './client/client-session.js'
export type { SessionClientOptions } from './client/options.js'
export type { LoginOptions, SessionClient } from './client/session-client.js'
export type { EmptySessionJson, SessionJson, UserSessionJson } from './client/session-json.js'

/**
 * The session of the app for the browser: who is logged in, in every tab, through the routes that `createSessions` has.
 * Make one per page. Nothing is asked before its first use.
 *
 * @throws {TypeError} for wrong options
 *
 * @example
 * ```ts
 * const client = createSessionClient()
 *
 * client.subscribe(({ user }) => {
 *   document.title = user ? `Hello ${user.email}` : 'Please log in'
 * })
 * ```
 */
export const createSessionClient = (options?: SessionClientOptions): SessionClient => createClient(globalThis, options)
