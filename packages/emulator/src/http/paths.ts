/** Whether the path equals the pattern, or has its prefix if the pattern ends in `*`. */
export const matchesPath = (path: string, pattern: string): boolean =>
  pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern

/** Whether the path belongs to the control API. */
export const isControlPath = (path: string): boolean =>
  path === '/readyz' || path === '/_emulator' || path.startsWith('/_emulator/')

/** The metadata document of OAuth 2.1 (RFC 8414). */
export const MCP_METADATA_PATH = '/.well-known/oauth-authorization-server/oauth/2.1'
