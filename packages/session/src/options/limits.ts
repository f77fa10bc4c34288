// The numbers of the session that are no options.

/**
 * A return path is kept in a cookie, and five logins may be under way, which any site can start: with the cookies of a
 * long access token, they stay within the headers that a server accepts.
 */
export const longestReturnPath = 800

/** A login must end within this time. */
export const stateLifetimeSeconds = 600
export const stateLifetimeMs = 600_000
/** Logins under way in one browser. */
export const mostAttempts = 5

/**
 * Servers and proxies accept 8 to 16 KB of headers, and refuse a request that has more. The user of a longer token is
 * refreshed on every request instead.
 */
export const longestStoredToken = 12_600
export const longToken = 9_500

/** Requests come late with an old refresh token, but not later than this. */
export const keptMs = 60_000
/** Refresh tokens that an isolate knows. `readAll` reads none of more than 4,000 characters: 3.2 MB at most. */
export const mostTokens = 800
/** Calls of one refresh: for two orgs and for none, and the probe with its retry. */
export const mostCalls = 5

/** The first pause after a failure of the service, and the longest. */
export const firstPauseMs = 600
export const longestPauseMs = 30_000

/** Of a request to set-active-org. */
export const longestBody = 1_000

/** The official client asks every few minutes. A token of a session that was ended elsewhere is valid for half an hour. */
export const userinfoMaxAgeSeconds = 60
