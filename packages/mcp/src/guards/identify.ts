import type { Refusal } from '@propelauth-edge/core'
import { isRefusal } from '@propelauth-edge/core/adapter'
import { refuseMissingScopes } from '../access/refuse-missing-scopes.js'
import type { Outcome } from '../introspection/introspect.js'
import type { McpPrincipal } from '../introspection/principal.js'
import type { Settings } from '../options/settings.js'

/** A token that counts, and whom it acts for. */
export interface Identified {
  readonly token: string
  readonly principal: McpPrincipal
}

/** The steps after the credential was read, in their order: token → principal → scopes. Refusals are values. */
export type Identify = (credential: string | Refusal, scopes: readonly string[]) => Promise<Identified | Refusal>

export function createIdentify({ now, report }: Settings, checkToken: (token: string) => Promise<Outcome>): Identify {
  async function check(token: string, scopes: readonly string[]): Promise<Identified | Refusal> {
    const principal = await checkToken(token)
    if (isRefusal(principal)) return principal
    return refuseMissingScopes(principal.scopes, scopes) ?? { token, principal }
  }

  return async (credential, scopes) => {
    const startedAt = now()
    const found = isRefusal(credential) ? credential : await check(credential, scopes)
    if (isRefusal(found))
      report({ type: 'refused', code: found.code, detail: found.detail, cause: found.cause }, startedAt)
    else report({ type: 'accepted' }, startedAt)
    return found
  }
}
