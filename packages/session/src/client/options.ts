export interface SessionClientOptions {
  /** Where the app has the routes of the session: the option `basePath` of `createSessions`. Default: `/api/auth`. */
  readonly basePath?: string | undefined
}

/** The path of the routes, without a slash at its end. */
export function readBasePath(options: SessionClientOptions): string {
  const { basePath = '/api/auth', ...others } = options
  if (Object.keys(others)[0] || !/^\/(?!\/)[\w.~/-]*$/.test(basePath))
    throw new TypeError('createSessionClient: expected { basePath: "/api/auth" }')
  return basePath.replace(/\/$/, '')
}
