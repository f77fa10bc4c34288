import { apiKeys } from './api-keys.js'
import { insights } from './insights.js'
import { orgs } from './orgs.js'
import { sso } from './sso.js'
import { stepUp } from './step-up.js'
import { userChanges } from './user-changes.js'
import { userLookups } from './user-lookups.js'
import { validators } from './validators.js'
import type { Call, NodeSdk } from './world.js'

/** One call of every function of `@propelauth/node`. A release with another function does not compile. */
export const CALLS = {
  ...userLookups,
  ...userChanges,
  ...orgs,
  ...sso,
  ...apiKeys,
  ...stepUp,
  ...insights,
  ...validators,
} satisfies { readonly [Name in keyof NodeSdk]: Call }
