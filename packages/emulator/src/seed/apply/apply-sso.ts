import type { Project } from '../../domain/project/project.js'
import { deleteConnection, findConnection, goLive, setFakeIdp, setIdp } from '../../domain/sso/connections.js'
import type { SsoIdp } from '../../domain/sso/idp-settings.js'
import type { SeedSso } from '../seed.js'

/** Sets the connection of the organization. @throws {ServiceError} `invalid_fields` */
export function applySso(project: Project, orgId: string, seed: SeedSso): void {
  if (findConnection(project, orgId)) deleteConnection(project, orgId)
  if (seed.type === 'fake_saml') setFakeIdp(project, orgId, 'saml')
  else if (seed.type === 'fake_oidc') setFakeIdp(project, orgId, 'oidc')
  else setIdp(project, orgId, seed.type === 'saml' ? samlIdp(seed) : oidcIdp(seed))
  if (seed.live ?? true) goLive(project, orgId)
}

const samlIdp = ({ idp_entity_id, idp_sso_url, idp_certificate, provider }: SeedSso): SsoIdp => ({
  kind: 'saml',
  idp_entity_id: idp_entity_id ?? '',
  idp_sso_url: idp_sso_url ?? '',
  idp_certificate: idp_certificate ?? '',
  provider: provider ?? 'Generic',
})

const oidcIdp = ({ client_id, client_secret, uses_pkce, idp_type, ...rest }: SeedSso): SsoIdp => ({
  kind: 'oidc',
  client_id: client_id ?? '',
  client_secret: client_secret ?? '',
  uses_pkce: uses_pkce ?? false,
  idp_type: idp_type ?? 'Generic',
  auth_url: rest.auth_url,
  token_url: rest.token_url,
  userinfo_url: rest.userinfo_url,
  okta_sso_domain: rest.okta_sso_domain,
  entra_tenant_id: rest.entra_tenant_id,
})
