import type { ApiKeyPrincipal, ApiKeyValidator } from '../src/index.js'

/** An in-memory validator that records its calls. */
export interface KeyService extends ApiKeyValidator {
  /** The valid keys. */
  readonly keys: Map<string, ApiKeyPrincipal>
  /** The key of each call, in order. */
  readonly asked: string[]
  /** Thrown by every call if set. */
  failure: unknown
}

/** A key in the form of the service's own: 96 hex digits. */
export const keyOf = (number: number): string => number.toString(16).padStart(96, '0')

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

/** The answer of the service for each kind of key (docs/access-token.md). */
export const principals = {
  personal: { user, org: null, userInOrg: null, metadata: { scopes: ['read'] } },
  org: { user: null, org, userInOrg: null, metadata: null },
  member: { user, org, userInOrg: membership },
  /** A key whose user has left the org. */
  former: { user, org, userInOrg: null },
  generic: { apiKeyId: 'k1', user: null, org: null, metadata: { name: 'ci' } },
} satisfies Record<string, ApiKeyPrincipal>

export { membership }
