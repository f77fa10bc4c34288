import { endpoint } from '../endpoint/endpoint.js'
import { notFound } from '../endpoint/malformed-id.js'
import type { Domain, Shape, Wire } from '../shapes/shape.js'
import { accepted, flag, int, object, oneOf, optional, text, typed, uuid } from '../shapes/shape.js'
import type { IdpProvider, OidcIdpType } from './enums.js'

const byOrgId = object({ orgId: uuid })

/** Allow an organization to set up enterprise SSO; false if there is no such organization. */
export const allowOrgToSetupSamlConnection = endpoint({
  name: 'allowOrgToSetupSamlConnection',
  route: 'POST /api/backend/v1/org/{org_id}/allow_saml',
  params: byOrgId,
  args: (orgId: string) => ({ orgId }),
  result: accepted,
  on: { 404: false },
})

/** Forbid an organization to set up enterprise SSO; false if there is no such organization. */
export const disallowOrgToSetupSamlConnection = endpoint({
  name: 'disallowOrgToSetupSamlConnection',
  route: 'POST /api/backend/v1/org/{org_id}/disallow_saml',
  params: byOrgId,
  args: (orgId: string) => ({ orgId }),
  result: accepted,
  on: { 404: false },
})

const connectionLinkShape = object({ url: text })
export interface CreateSamlConnectionLinkResponse extends Domain<typeof connectionLinkShape> {}
export interface CreateSamlConnectionLinkResponseWire extends Wire<typeof connectionLinkShape> {}
const createSamlConnectionLinkResponse: Shape<CreateSamlConnectionLinkResponse, CreateSamlConnectionLinkResponseWire> =
  connectionLinkShape

/** Create a link for the IT department of an organization to set up enterprise SSO. */
export const createOrgSamlConnectionLink = endpoint({
  name: 'createOrgSamlConnectionLink',
  route: 'POST /api/backend/v1/org/{org_id}/create_saml_connection_link',
  params: byOrgId,
  body: object({ expiresInSeconds: optional(int) }),
  args: (orgId: string, expiresInSeconds?: number) => ({ orgId, expiresInSeconds }),
  malformed: notFound,
  result: createSamlConnectionLinkResponse,
})

const spMetadataShape = object(
  {},
  typed<{
    entityId: string
    acsUrl: string
    logoutUrl: string
  }>(),
)
/** The settings for the identity provider of the organization. */
export interface FetchSamlSpMetadataResponse extends Domain<typeof spMetadataShape> {}
export interface FetchSamlSpMetadataResponseWire extends Wire<typeof spMetadataShape> {}
const fetchSamlSpMetadataResponse: Shape<FetchSamlSpMetadataResponse, FetchSamlSpMetadataResponseWire> = spMetadataShape

/** Fetch the service provider metadata of an organization. */
export const fetchSamlSpMetadata = endpoint({
  name: 'fetchSamlSpMetadata',
  route: 'GET /api/backend/v1/saml_sp_metadata/{org_id}',
  params: byOrgId,
  args: (orgId: string) => ({ orgId }),
  malformed: notFound,
  result: fetchSamlSpMetadataResponse,
})

const idpMetadataShape = object({
  orgId: uuid,
  idpEntityId: text,
  idpSsoUrl: text,
  idpCertificate: text,
  provider: oneOf<IdpProvider>(),
})
/** The settings of the organization's identity provider; `idpCertificate` is PEM. */
export interface SetSamlIdpMetadataRequest extends Omit<Domain<typeof idpMetadataShape>, 'orgId'> {}
export interface SetSamlIdpMetadataRequestWire extends Wire<typeof idpMetadataShape> {}
const setSamlIdpMetadataRequest: Shape<SetSamlIdpMetadataRequest & { orgId: string }, SetSamlIdpMetadataRequestWire> =
  idpMetadataShape

/** Set up SAML for an organization, in test mode; false if there is no such organization. */
export const setSamlIdpMetadata = endpoint({
  name: 'setSamlIdpMetadata',
  route: 'POST /api/backend/v1/saml_idp_metadata',
  body: setSamlIdpMetadataRequest,
  args: (orgId: string, metadata: SetSamlIdpMetadataRequest) => ({ ...metadata, orgId }),
  result: accepted,
  on: { 404: false },
})

/** End the test mode of a SAML connection; false if there is none. */
export const samlGoLive = endpoint({
  name: 'samlGoLive',
  route: 'POST /api/backend/v1/saml_idp_metadata/go_live/{org_id}',
  params: byOrgId,
  args: (orgId: string) => ({ orgId }),
  result: accepted,
  on: { 404: false },
})

/** Delete a SAML connection; false if there is none. */
export const deleteSamlConnection = endpoint({
  name: 'deleteSamlConnection',
  route: 'DELETE /api/backend/v1/saml_idp_metadata/{org_id}',
  params: byOrgId,
  args: (orgId: string) => ({ orgId }),
  result: accepted,
  on: { 404: false },
})

interface OidcRequestBase {
  orgId: string
  clientId: string
  clientSecret: string
  usesPkce: boolean
}
export interface SetGenericOidcMetadataRequest extends OidcRequestBase {
  idpType: 'Generic'
  authUrl: string
  tokenUrl: string
  userinfoUrl: string
}
export interface SetOktaOidcMetadataRequest extends OidcRequestBase {
  idpType: 'Okta'
  oktaSsoDomain: string
}
export interface SetAzureOidcMetadataRequest extends OidcRequestBase {
  idpType: 'Azure'
  entraTenantId: string
}
/** The fields in addition to the common ones depend on `idpType`. */
export type SetOidcIdpMetadataRequest =
  | SetGenericOidcMetadataRequest
  | SetOktaOidcMetadataRequest
  | SetAzureOidcMetadataRequest

const oidcShape = object({
  orgId: uuid,
  clientId: text,
  clientSecret: text,
  usesPkce: flag,
  idpType: oneOf<OidcIdpType>(),
  authUrl: optional(text),
  tokenUrl: optional(text),
  userinfoUrl: optional(text),
  oktaSsoDomain: optional(text),
  entraTenantId: optional(text),
})
interface OidcRequest extends Domain<typeof oidcShape> {}
export interface SetOidcIdpMetadataRequestWire extends Wire<typeof oidcShape> {}
const setOidcIdpMetadataRequest: Shape<OidcRequest, SetOidcIdpMetadataRequestWire> = oidcShape

/** Set up OpenID Connect for an organization; false if there is no such organization. */
export const setOidcIdpMetadata = endpoint({
  name: 'setOidcIdpMetadata',
  route: 'POST /api/backend/v1/oidc_idp_metadata',
  body: setOidcIdpMetadataRequest,
  args: (request: SetOidcIdpMetadataRequest) => request,
  result: accepted,
  on: { 404: false },
})
