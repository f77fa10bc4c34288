import type { Project } from '../project/project.js'

/** The enterprise login of an organization on the wire. */
export interface SsoState {
  readonly is_saml_configured: boolean
  readonly is_saml_in_test_mode: boolean
}

/** Connections by OpenID Connect count, too. */
export function ssoState(project: Project, orgId: string): SsoState {
  const row = project.db.get<{ live: number }>('SELECT live FROM sso_connections WHERE org_id = ?', orgId)
  return { is_saml_configured: row !== undefined, is_saml_in_test_mode: row?.live === 0 }
}
