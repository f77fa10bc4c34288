import { PUBLIC_PASSWORD } from '../domain/users/passwords.js'
import type { Seed } from './seed.js'

/** A user of the built-in seed. */
export interface Persona {
  /** The user's key in seed files, `mintToken` and the control API. */
  readonly key: string
  readonly userId: string
  readonly email: string
  readonly password: string
}

/** An organization of the built-in seed. */
export interface PersonaOrg {
  readonly key: string
  readonly orgId: string
  readonly name: string
}

/** The password of every persona. Where other machines can connect, `Emulator.personaPassword` is it instead. */
export const PERSONA_PASSWORD = PUBLIC_PASSWORD

/** The users of the default seed. Their ids are the same on every machine. */
export const PERSONAS = {
  /** Owner of Acme. Has the permission `can_view_billing`, as the admin has. */
  owner: {
    key: 'owner',
    userId: 'c96ea49f-e6d7-4b66-bead-23c8cd47d28c',
    email: 'owner@acme.test',
    password: PERSONA_PASSWORD,
  },
  /** Admin of Acme. */
  admin: {
    key: 'admin',
    userId: '06c5c22f-c80a-4c46-a6f2-24594ea10893',
    email: 'admin@acme.test',
    password: PERSONA_PASSWORD,
  },
  /** Member of Acme. */
  member: {
    key: 'member',
    userId: '3822d38a-9a37-4af6-a627-06dd1dbe1c78',
    email: 'member@acme.test',
    password: PERSONA_PASSWORD,
  },
  /** In no organization. */
  noOrg: {
    key: 'noOrg',
    userId: '6c4bb7a5-8892-4ec8-9dc6-9b82c82e81f8',
    email: 'no-org@example.test',
    password: PERSONA_PASSWORD,
  },
  /** Member of Acme and Admin of Globex. */
  multiOrg: {
    key: 'multiOrg',
    userId: 'b91cfc60-0c01-4908-9d20-91d86f6d7e58',
    email: 'multi-org@example.test',
    password: PERSONA_PASSWORD,
  },
} as const satisfies Record<string, Persona>

/** The organizations of the built-in seed. */
export const PERSONA_ORGS = {
  acme: { key: 'acme', orgId: '14824461-43b7-4f9b-8e1b-a0f2e5717cd7', name: 'Acme' },
  globex: { key: 'globex', orgId: 'abb33ad5-5319-4131-8c79-00a8e81be3e3', name: 'Globex' },
} as const satisfies Record<string, PersonaOrg>

/** The default seed: five personas in two organizations. */
export const DEFAULT_SEED: Seed = {
  version: 1,
  users: [
    { ...seedUser(PERSONAS.owner), first_name: 'Olivia', last_name: 'Owner', can_create_orgs: true },
    { ...seedUser(PERSONAS.admin), first_name: 'Adam', last_name: 'Admin' },
    { ...seedUser(PERSONAS.member), first_name: 'Mia', last_name: 'Member' },
    { ...seedUser(PERSONAS.noOrg), first_name: 'Noah', last_name: 'Single' },
    { ...seedUser(PERSONAS.multiOrg), first_name: 'Mara', last_name: 'Several' },
  ],
  orgs: [
    {
      ...seedOrg(PERSONA_ORGS.acme),
      members: { owner: 'Owner', admin: 'Admin', member: 'Member', multiOrg: 'Member' },
    },
    { ...seedOrg(PERSONA_ORGS.globex), members: { multiOrg: 'Admin' } },
  ],
}

function seedUser({ key, userId, email, password }: Persona) {
  return { key, id: userId, email, password }
}

function seedOrg({ key, orgId, name }: PersonaOrg) {
  return { key, id: orgId, name }
}
