/** Without an answer of the app after this time, there is none. */
export const timeoutMs = 10_000
/** How long before the end of an access token the app is asked, or up to half as long again: tabs ask one by one. */
export const aheadMs = 30_000
export const shortestMs = 5_000
export const longestPauseMs = 60_000
/** Also the limit of a timer, which fires at once beyond 24 days. */
export const longestMs = 86_400_000
