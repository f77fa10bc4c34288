import { getOrg, isolateOrg, requireOrgsEnabled } from '../../domain/orgs/orgs.js'
import { deleteConnection, goLive, setIdp } from '../../domain/sso/connections.js'
import { OIDC_TYPES, SAML_PROVIDERS } from '../../domain/sso/idp-settings.js'
import { serviceProvider } from '../../domain/sso/service-provider.js'
import { createSetupLink } from '../../domain/sso/setup-links.js'
import { bodyFields, type Fields } from '../fields.js'
import { type Handler, pathId } from './handler.js'

/** Ten years. */
const MAX_SECONDS = 10 * 366 * 86_400

export const createOrgSamlConnectionLink: Handler<'createOrgSamlConnectionLink'> = (project, request) => {
  requireOrgsEnabled(project)
  const fields = bodyFields(request.body ?? {})
  const seconds = fields.integer('expires_in_seconds', { min: 1, max: MAX_SECONDS })
  fields.check()
  return { url: createSetupLink(project, pathId(request, 'org_id'), seconds) }
}

export const fetchSamlSpMetadata: Handler<'fetchSamlSpMetadata'> = (project, request) => {
  requireOrgsEnabled(project)
  const { org_id } = getOrg(project, pathId(request, 'org_id'))
  const { entityId, acsUrl, logoutUrl } = serviceProvider(project, org_id)
  return { entity_id: entityId, acs_url: acsUrl, logout_url: logoutUrl }
}

export const setSamlIdpMetadata: Handler<'setSamlIdpMetadata'> = (project, request) => {
  requireOrgsEnabled(project)
  const fields = bodyFields(request.body)
  const orgId = fields.requiredId('org_id')
  const idp = {
    idp_entity_id: fields.requiredText('idp_entity_id'),
    idp_sso_url: fields.requiredText('idp_sso_url'),
    idp_certificate: fields.requiredText('idp_certificate'),
    provider: requiredChoice(fields, 'provider', SAML_PROVIDERS),
  }
  fields.check()
  setIdp(project, orgId, { kind: 'saml', ...idp })
  return {}
}

export const setOidcIdpMetadata: Handler<'setOidcIdpMetadata'> = (project, request) => {
  requireOrgsEnabled(project)
  const fields = bodyFields(request.body)
  const orgId = fields.requiredId('org_id')
  const idp = {
    client_id: fields.requiredText('client_id'),
    client_secret: fields.requiredText('client_secret'),
    uses_pkce: fields.requiredFlag('uses_pkce'),
    idp_type: requiredChoice(fields, 'idp_type', OIDC_TYPES),
    auth_url: fields.text('auth_url'),
    token_url: fields.text('token_url'),
    userinfo_url: fields.text('userinfo_url'),
    okta_sso_domain: fields.text('okta_sso_domain'),
    entra_tenant_id: fields.text('entra_tenant_id'),
  }
  fields.check()
  setIdp(project, orgId, { kind: 'oidc', ...idp })
  return {}
}

function requiredChoice<Choice extends string>(fields: Fields, name: string, choices: readonly [Choice, ...Choice[]]) {
  const choice = fields.oneOf(name, choices)
  if (choice === undefined) fields.fail(name, `Must be one of ${choices.join(', ')}.`)
  return choice ?? choices[0]
}

export const samlGoLive: Handler<'samlGoLive'> = (project, request) => {
  requireOrgsEnabled(project)
  goLive(project, pathId(request, 'org_id'))
  return {}
}

export const deleteSamlConnection: Handler<'deleteSamlConnection'> = (project, request) => {
  requireOrgsEnabled(project)
  deleteConnection(project, pathId(request, 'org_id'))
  return {}
}

export const migrateOrgToIsolated: Handler<'migrateOrgToIsolated'> = (project, request) => {
  requireOrgsEnabled(project)
  const fields = bodyFields(request.body)
  const orgId = fields.requiredId('org_id')
  fields.check()
  isolateOrg(project, orgId)
  return {}
}
