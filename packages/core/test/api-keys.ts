import type { ApiKeyPrincipal, ApiKeyValidator } from '../src/index.js'

/** A service of API keys in memory: knows the keys it is given, and counts what it is asked. */
export interface KeyService extends ApiKeyValidator {
  readonly keys: Map<string, ApiKeyPrincipal>
  /** Every key it was asked about, in this order. */
  readonly asked: string[]
  /** What it throws instead of an answer. */
  failure: unknown
}

export function createKeyService(keys: Readonly<Record<string, ApiKeyPrincipal>> = {}): KeyService {
  const service: KeyService = {
    keys: new Map(Object.entries(keys)),
    asked: [],
    failure: undefined,
    async validate(apiKey) {
      service.asked.push(apiKey)
      if (service.failure !== undefined) throw service.failure
      return service.keys.get(apiKey) ?? null
    },
  }
  return service
}

const membership = {
  orgId: 'acme',
  orgName: 'Acme',
  urlSafeOrgName: 'acme',
  orgMetadata: { plan: 'gold' },
  userAssignedRole: 'Admin',
  userInheritedRolesPlusCurrentRole: ['Admin', 'Member'],
  userPermissions: ['can_pay'],
}
const user = { userId: 'ada', email: 'ada@example.com', firstName: 'Ada', lastName: null, metadata: null }
const org = { orgId: 'acme', orgName: 'Acme', maxUsers: null, metadata: { plan: 'gold' } }

/** One key of each kind (contract §7), as the service answers. */
export const principals = {
  personal: { user, org: null, userInOrg: null, metadata: { scopes: ['read'] } },
  org: { user: null, org, userInOrg: null, metadata: null },
  member: { user, org, userInOrg: membership },
  /** The user has left the org, and the key goes on. */
  former: { user, org, userInOrg: null },
  generic: { apiKeyId: 'k1', user: null, org: null, metadata: { name: 'ci' } },
} satisfies Record<string, ApiKeyPrincipal>

export { membership }
