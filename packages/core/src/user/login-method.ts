import type { JsonObject } from '../token/read-claim.js'
import { id, type OnWrongClaim, optional, required, text } from '../token/read-claim.js'

/** How the user logged in. Values are open: the service adds providers without notice (docs/access-token.md). */
export interface LoginMethod {
  /** `password`, `magic_link`, `social_sso`, `saml_sso`, … or `unknown` when the token does not say. */
  readonly loginMethod: string
  readonly provider?: string
  readonly orgId?: string
}

const unknownLoginMethod: LoginMethod = /* @__PURE__ */ Object.freeze({ loginMethod: 'unknown' })

/** The login method of the claim, which older tokens lack. */
export function toLoginMethod(claim: JsonObject | undefined, onWrong: OnWrongClaim): LoginMethod {
  if (!claim) return unknownLoginMethod
  const loginMethod = required('login_method', claim.login_method, id, onWrong)
  const provider = optional('provider', claim.provider, text, onWrong)
  const orgId = optional('org_id', claim.org_id, text, onWrong)
  return Object.freeze({
    loginMethod,
    ...(provider !== undefined && { provider }),
    ...(orgId !== undefined && { orgId }),
  })
}
