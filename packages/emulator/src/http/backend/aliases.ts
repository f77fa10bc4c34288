import type { Operation } from '@propelauth-edge/management/contract'

export interface Alias {
  readonly operation: Operation
  readonly method: string
  readonly path: string
}

/** Routes that only some official SDKs use, beside those of the contract. */
export const ALIASES: readonly Alias[] = [
  { operation: 'fetchOrgByQuery', method: 'GET', path: '/api/backend/v1/org/query' },
  {
    operation: 'enableUserCanCreateOrgs',
    method: 'POST',
    path: '/api/backend/v1/user/{user_id}/can_create_orgs/enable',
  },
  {
    operation: 'disableUserCanCreateOrgs',
    method: 'POST',
    path: '/api/backend/v1/user/{user_id}/can_create_orgs/disable',
  },
  { operation: 'fetchTokenVerificationMetadata', method: 'GET', path: '/api/backend/v1/token_verification_metadata' },
]
