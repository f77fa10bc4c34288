import type * as access from './endpoints/access.js'
import type * as apiKeyValidation from './endpoints/api-key-validation.js'
import type * as apiKeys from './endpoints/api-keys.js'
import type * as charts from './endpoints/charts.js'
import type * as invites from './endpoints/invites.js'
import type * as memberships from './endpoints/memberships.js'
import type * as mfa from './endpoints/mfa.js'
import type * as migration from './endpoints/migration.js'
import type * as orgChanges from './endpoints/org-changes.js'
import type * as orgs from './endpoints/orgs.js'
import type * as reports from './endpoints/reports.js'
import type * as scim from './endpoints/scim.js'
import type * as session from './endpoints/session.js'
import type * as sso from './endpoints/sso.js'
import type * as userActions from './endpoints/user-actions.js'
import type * as userChanges from './endpoints/user-changes.js'
import type * as userDetails from './endpoints/user-details.js'
import type * as userLookups from './endpoints/user-lookups.js'
import type * as userQueries from './endpoints/user-queries.js'

// These modules export endpoints as their only values. From here the types have all of them, and editors show the comment
// of each.

type UserEndpoints = typeof userLookups &
  typeof userQueries &
  typeof userDetails &
  typeof userChanges &
  typeof userActions &
  typeof migration
type OrgEndpoints = typeof orgs & typeof orgChanges & typeof memberships & typeof invites & typeof sso & typeof scim
type KeyEndpoints = typeof apiKeys & typeof apiKeyValidation
type OtherEndpoints = typeof access & typeof mfa & typeof reports & typeof charts & typeof session

/** Every endpoint of the backend API, by the name of its function. */
export interface Endpoints extends UserEndpoints, OrgEndpoints, KeyEndpoints, OtherEndpoints {}

/** The name of an endpoint: that of its function in the client. */
export type Operation = keyof Endpoints
