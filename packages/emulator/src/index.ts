export type { LoginMethod } from './domain/login-method.js'
export type { Mail } from './domain/mail.js'
export type { MintedToken, MintOptions } from './domain/mint.js'
export type { RoleStructure } from './domain/roles.js'
export { createEmulator, type Emulator, type EmulatorOptions } from './emulator.js'
export type { FaultRule } from './http/faults.js'
export type { LoggedRequest } from './http/request-log.js'
export type { Json, JsonObject } from './json.js'
export { ProductionError } from './production.js'
export {
  DEFAULT_SEED,
  PERSONA_ORGS,
  PERSONA_PASSWORD,
  PERSONAS,
  type Persona,
  type PersonaOrg,
} from './seed/personas.js'
export type { Seed, SeedOrg, SeedRoleDefinitions, SeedRoles, SeedSettings, SeedUser } from './seed/seed.js'
export { SeedError } from './seed/seed-error.js'
export { type EmulatorServer, PortTakenError, type ServerOptions, startServer } from './server.js'
export { DataDirectoryError } from './store/data-directory-error.js'
export { generateSigningKey, type PublicJwk } from './store/signing-key.js'
