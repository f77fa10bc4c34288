/** Whether the path equals the pattern, or has its prefix if the pattern ends in `*`. */
export const matchesPath = (path: string, pattern: string): boolean =>
  pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern

/** Whether the path belongs to the control API. */
export const isControlPath = (path: string): boolean =>
  path === '/readyz' || path === '/_emulator' || path.startsWith('/_emulator/')
