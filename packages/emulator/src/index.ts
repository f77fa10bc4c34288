export { createEmulator } from './create-emulator.js'
export type { WebhookFetch } from './delivery/send.js'
export type { Webhooks } from './delivery/webhooks.js'
export type { LoginMethod } from './domain/access/login-method.js'
export type { MintedToken, MintOptions } from './domain/access/mint.js'
export type { Mail } from './domain/mail/mail.js'
export type { Sms } from './domain/mail/sms.js'
export type { OAuthClientInfo } from './domain/oauth/client-list.js'
export type { ClientFamily, ClientSource } from './domain/oauth/clients.js'
export type { McpMintOptions, MintedMcpToken } from './domain/oauth/mint-mcp.js'
export type { LoginSettings } from './domain/project/login-settings.js'
export type { IntrospectionField, McpScope, McpSettings } from './domain/project/mcp-settings.js'
export type { SaveOptions, SnapshotInfo, Snapshots } from './domain/project/named-snapshots.js'
export type { RoleStructure } from './domain/project/roles.js'
export type { AutologoutType, RefreshTokenMode } from './domain/project/setting-values.js'
export type { Snapshot } from './domain/project/snapshot.js'
export type { StepUpSettings } from './domain/project/step-up-settings.js'
export type {
  CustomProperty,
  CustomPropertyType,
  UserProperties,
  UserPropertySettings,
  UserWritable,
} from './domain/project/user-property-settings.js'
export type { UncertainField, WebhookMail, WebhookSettings } from './domain/project/webhook-settings.js'
export type {
  DeliveryFilter,
  DeliveryStatus,
  WebhookAttempt,
  WebhookDelivery,
  WebhookDeliveryDetails,
} from './domain/webhooks/deliveries.js'
export type { WebhookEndpoint } from './domain/webhooks/endpoint-info.js'
export type {
  DisabledReason,
  EndpointSource,
  NewWebhookEndpoint,
  WebhookEndpointChange,
} from './domain/webhooks/endpoints.js'
export type { TestEvent } from './domain/webhooks/test-event.js'
export type { Emulator } from './emulator.js'
export type { EmulatorOptions } from './emulator-options.js'
export type { BrowserSession } from './http/browser-session.js'
export type { FaultName } from './http/fault-presets.js'
export type { FaultRule } from './http/fault-rule.js'
export type { Fault } from './http/faults.js'
export type { HeldRequest } from './http/held-requests.js'
export type { LoggedRequest } from './http/request-log.js'
export type { RouteGroup } from './http/route-groups.js'
export type { SessionCookie } from './http/session-cookie.js'
export { ProductionError } from './production.js'
export type { ResetOptions } from './project-state.js'
export {
  DEFAULT_SEED,
  PERSONA_ORGS,
  PERSONA_PASSWORD,
  PERSONAS,
  type Persona,
  type PersonaOrg,
} from './seed/personas.js'
export type {
  Seed,
  SeedApiKey,
  SeedEmployee,
  SeedInvite,
  SeedMcpClient,
  SeedOAuthClient,
  SeedOrg,
  SeedProviderToken,
  SeedRoleDefinitions,
  SeedRoles,
  SeedScimGroup,
  SeedSettings,
  SeedSso,
  SeedUser,
  SeedWebhook,
} from './seed/seed.js'
export { SeedError } from './seed/values/seed-error.js'
export { type EmulatorServer, PortTakenError, type ServerOptions, startServer } from './server.js'
export { DataDirectoryError } from './store/data-directory-error.js'
export type { IntrospectionCredentials } from './store/introspection-credentials.js'
export { generateSigningKey, type PublicJwk } from './store/signing-key.js'
export type { Json, JsonObject } from './values/json.js'
