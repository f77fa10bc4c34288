/** Whether a path is the pattern, or, if that ends in `*`, begins with it. */
export const matchesPath = (path: string, pattern: string): boolean =>
  pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern

/** What belongs to the emulator itself, not to the service. */
export const isControlPath = (path: string): boolean =>
  path === '/readyz' || path === '/_emulator' || path.startsWith('/_emulator/')
