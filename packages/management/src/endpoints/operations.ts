import type * as access from './access.js'
import type * as apiKeyValidation from './api-key-validation.js'
import type * as apiKeys from './api-keys.js'
import type * as charts from './charts.js'
import type * as invites from './invites.js'
import type * as memberships from './memberships.js'
import type * as mfa from './mfa.js'
import type * as migration from './migration.js'
import type * as orgChanges from './org-changes.js'
import type * as orgs from './orgs.js'
import type * as reports from './reports.js'
import type * as scim from './scim.js'
import type * as session from './session.js'
import type * as sso from './sso.js'
import type * as userActions from './user-actions.js'
import type * as userChanges from './user-changes.js'
import type * as userDetails from './user-details.js'
import type * as userLookups from './user-lookups.js'
import type * as userQueries from './user-queries.js'

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
