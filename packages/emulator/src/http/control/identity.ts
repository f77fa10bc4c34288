import { appWebhookSecret } from '../../delivery/app-webhook-secret.js'
import { queryOrgs } from '../../domain/orgs/org-queries.js'
import { queryUsers } from '../../domain/users/user-queries.js'
import { personaPassword } from '../../seed/apply/persona-password.js'
import type { ControlHandler } from './control-request.js'

/** What an app and its developers have to know of the emulator, secrets included. */
export const showKeys: ControlHandler = ({ project, webhooks }) => ({
  authUrl: project.authUrl,
  issuer: project.issuer,
  apiKey: project.apiKey,
  verifierKey: project.signingKey.publicPem,
  keyId: project.signingKey.kid,
  introspection: project.introspection,
  webhookSecret: appWebhookSecret(webhooks),
  personaPassword: personaPassword(project),
})

const NONE = { size: 0, number: 0 }

/** Which emulator answers here: its process, its data directory, and what it holds. */
export const showStatus: ControlHandler = ({ project, data, started }) => ({
  pid: process.pid,
  started,
  data,
  authUrl: project.authUrl,
  issuer: project.issuer,
  exposed: project.exposed,
  users: queryUsers(project, { ...NONE, order: 'EMAIL' }).total,
  orgs: queryOrgs(project, { ...NONE, order: 'NAME' }).total,
  advanced: project.clock.advanced(),
})
