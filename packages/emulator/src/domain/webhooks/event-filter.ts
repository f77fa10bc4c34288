import { EVENT_TYPES } from './samples.js'

/** Whether an endpoint gets events of this type. A pattern is a type, or a prefix that ends in `*`. No pattern: all. */
export const matchesEvents = (patterns: readonly string[], type: string): boolean =>
  patterns.length === 0 || patterns.some((pattern) => matchesPattern(pattern, type))

const matchesPattern = (pattern: string, type: string): boolean =>
  pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern

/** Whether the pattern fits a known type. Otherwise the endpoint would wait for events that never come. */
export const isEventPattern = (pattern: string): boolean => EVENT_TYPES.some((type) => matchesPattern(pattern, type))
