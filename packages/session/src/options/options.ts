import type { User } from '@propelauth-edge/core'
import type { SessionEvent } from '../events/report.js'

/** Calls the service. The global `fetch` fits, and so does that of the emulator. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** How the cookies of the session are written. */
export interface CookieOptions {
  /**
   * The start of every cookie name. Default: `__Host-pa`, and `__pa` on loopback with plain http. `__pa` gives the names
   * and the format of the official libraries, without the protection of `__Host-`.
   */
  readonly prefix?: string | undefined
  /** Default: `lax`. With `none`, pages of other sites can embed the app. */
  readonly sameSite?: 'lax' | 'strict' | 'none' | undefined
  /** How long the browser keeps the cookies, in seconds. Default: 14 days, which is PropelAuth's default as well. */
  readonly maxAgeSeconds?: number | undefined
}

/** A path of the app, or a function that chooses one. Targets outside the app are ignored. */
export type Target<Who> = string | ((user: Who, request: Request) => string | undefined | Promise<string | undefined>)

/** Options of `createSessions`. Only `apiKey` and `appUrl` are required. */
export interface SessionOptions<Role extends string = string, Permission extends string = string> {
  /** A backend API key of the project, from the PropelAuth dashboard. */
  readonly apiKey: string | undefined
  /**
   * The origin at which browsers reach the app. The redirect URI and every check of an origin come from it, never from
   * the header `Host`.
   */
  readonly appUrl: string | undefined
  /** Where the routes are. Default: `/api/auth`. */
  readonly basePath?: string | undefined
  /** Where a login ends that did not ask for a page. Default: `/`. */
  readonly afterLogin?: Target<User<Role, Permission>> | undefined
  /** Where a logout ends. Default: `/`. */
  readonly afterLogout?: Target<User<Role, Permission> | null> | undefined
  readonly cookies?: CookieOptions | undefined
  /** How long before its expiry an access token is refreshed. Default: 60, at most 900. */
  readonly refreshBeforeSeconds?: number | undefined
  /** The active org after a login, if the browser has none from before. Ignored unless the user is a member. */
  readonly defaultOrg?:
    | ((
        user: User<Role, Permission>,
        request: Request,
      ) => string | undefined | null | Promise<string | undefined | null>)
    | undefined
  /** Whether `GET session` gives the access token to the browser. Default: false. */
  readonly exposeAccessToken?: boolean | undefined
  /** Whether the route `userinfo` exists, for the official browser client. Its answer has the access token. Default: true. */
  readonly userinfo?: boolean | undefined
  /** Where the server calls the service. Default: the origin of the auth URL. */
  readonly baseUrl?: string | undefined
  /** Time limit of one call to the service, in milliseconds. Default: 5,000. */
  readonly timeoutMs?: number | undefined
  /** Calls the service. Default: that of the instance. */
  readonly fetch?: Fetch | undefined
  /** The clock, in milliseconds of Unix time. Default: that of the instance. */
  readonly now?: (() => number) | undefined
  /** Called for logins, refreshes and failures. What it throws is ignored. */
  readonly onEvent?: ((event: SessionEvent) => void) | undefined
}
