import { type JsonObject, parseObject } from '../../values/json.js'
import { getOrg } from '../orgs/orgs.js'
import type { Project } from '../project/project.js'
import { ServiceError } from '../project/service-error.js'
import { readSettings } from '../project/settings.js'
import { recordEvent } from '../webhooks/record-event.js'
import { fakeIdp } from './fake-idp.js'
import { rejectInvalidIdp } from './idp-rules.js'
import type { SsoIdp } from './idp-settings.js'

/** The connection of an organization to its identity provider. An organization has at most one. */
export interface SsoConnection {
  readonly orgId: string
  /** Whether the identity provider is the one inside the emulator. */
  readonly isFake: boolean
  readonly idp: SsoIdp
  /** False in test mode: a login then shows what the identity provider sent, and starts no session. */
  readonly live: boolean
}

interface ConnectionRow {
  readonly org_id: string
  readonly kind: SsoIdp['kind']
  readonly settings: string
  readonly live: number
}

/**
 * Sets the identity provider of the organization. A new connection is in test mode. A change of a live one keeps it
 * live, unless the project says otherwise or the kind changes.
 * @throws {ServiceError} `org_not_found`, `invalid_fields`
 */
export function setIdp(project: Project, orgId: string, idp: SsoIdp): void {
  rejectInvalidIdp(idp)
  const { kind, ...settings } = idp
  saveIdp(project, orgId, kind, settings)
}

/** Sets the identity provider inside the emulator. @throws {ServiceError} `org_not_found` */
export const setFakeIdp = (project: Project, orgId: string, kind: SsoIdp['kind']): void =>
  saveIdp(project, orgId, kind, FAKE)

const FAKE = { fake: true } as const

function saveIdp(project: Project, orgId: string, kind: SsoIdp['kind'], settings: object): void {
  project.db.transaction(() => {
    getOrg(project, orgId)
    const live = staysLive(project, findConnection(project, orgId), kind)
    project.db.run(
      `INSERT INTO sso_connections VALUES (:org_id, :kind, :settings, 0, :now)
       ON CONFLICT (org_id) DO UPDATE SET kind = excluded.kind, settings = excluded.settings, live = :live`,
      { org_id: orgId, kind, settings: JSON.stringify(settings), now: project.clock.seconds(), live: Number(live) },
    )
    if (!live) recordChange(project, 'org.saml_setup', { orgId, kind })
  })
}

function staysLive(project: Project, old: SsoConnection | undefined, kind: SsoIdp['kind']): boolean {
  if (!old?.live || old.idp.kind !== kind) return false
  return readSettings(project).sso_changed_connection === 'keep-mode'
}

export function findConnection(project: Project, orgId: string): SsoConnection | undefined {
  const row = project.db.get<ConnectionRow>('SELECT * FROM sso_connections WHERE org_id = ?', orgId)
  return row && toConnection(project, row)
}

/** The oldest organizations whose connection is live. */
export const liveOrgs = (project: Project, limit: number): { readonly org_id: string; readonly name: string }[] =>
  project.db.all(
    `SELECT org_id, name FROM sso_connections JOIN orgs USING (org_id) WHERE live = 1 ORDER BY orgs.seq LIMIT ?`,
    limit,
  )

/** Ends the test mode. @throws {ServiceError} `org_not_found`, `not_found` without a connection */
export function goLive(project: Project, orgId: string): void {
  project.db.transaction(() => {
    const { idp, live } = getConnection(project, orgId)
    if (live) return
    project.db.run('UPDATE sso_connections SET live = 1 WHERE org_id = ?', orgId)
    recordChange(project, 'org.saml_went_live', { orgId, kind: idp.kind })
  })
}

/** @throws {ServiceError} `org_not_found`, `not_found` without a connection */
export function deleteConnection(project: Project, orgId: string): void {
  project.db.transaction(() => {
    const { idp } = getConnection(project, orgId)
    project.db.run('DELETE FROM sso_connections WHERE org_id = ?', orgId)
    recordChange(project, 'org.saml_removed', { orgId, kind: idp.kind })
  })
}

function getConnection(project: Project, orgId: string): SsoConnection {
  getOrg(project, orgId)
  const connection = findConnection(project, orgId)
  if (!connection) throw new ServiceError('not_found', 'The organization has no connection to an identity provider')
  return connection
}

/** The events are those of SAML. No source says whether OpenID Connect has them. */
function recordChange(
  project: Project,
  type: 'org.saml_setup' | 'org.saml_went_live' | 'org.saml_removed',
  { orgId, kind }: { readonly orgId: string; readonly kind: SsoIdp['kind'] },
): void {
  if (kind === 'saml' || !readSettings(project).webhook_strict) recordEvent(project, type, { org_id: orgId })
}

function toConnection(project: Project, { org_id, kind, settings, live }: ConnectionRow): SsoConnection {
  const stored: JsonObject = parseObject(settings)
  const isFake = stored.fake === true
  const idp = isFake ? fakeIdp(project, kind) : ({ kind, ...stored } as unknown as SsoIdp)
  return { orgId: org_id, isFake, idp, live: live === 1 }
}
