import { type Refusal, refuse } from '@propelauth-edge/core'

/** Refuses a token that lacks one of the scopes. They are compared exactly; no scope implies another. */
export function refuseMissingScopes(granted: readonly string[], required: readonly string[]): Refusal | undefined {
  const missing = required.filter((scope) => !granted.includes(scope))
  return missing[0] ? refuse('insufficient_scope', `The token lacks ${missing.join(' ')}`) : undefined
}
