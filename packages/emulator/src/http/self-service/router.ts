import { Hono } from 'hono'
import type { Project } from '../../domain/project/project.js'
import { accountRoutes } from './account.js'
import { createOrgRoutes } from './create-org.js'
import { loginStepRoutes } from './login-steps.js'
import { orgKeyRoutes } from './org-keys.js'
import { orgMemberRoutes } from './org-members.js'
import { orgSettingsRoutes } from './org-settings.js'
import { personalKeyRoutes } from './personal-keys.js'
import { securityRoutes } from './security.js'
import { setupSsoRoutes } from './setup-sso.js'

/** The pages on which users manage their account and their organizations. */
export function selfServiceRoutes(project: Project): Hono {
  return new Hono()
    .route('/', loginStepRoutes(project))
    .route('/', accountRoutes(project))
    .route('/', securityRoutes(project))
    .route('/', personalKeyRoutes(project))
    .route('/', createOrgRoutes(project))
    .route('/', orgMemberRoutes(project))
    .route('/', orgSettingsRoutes(project))
    .route('/', orgKeyRoutes(project))
    .route('/', setupSsoRoutes(project))
}
