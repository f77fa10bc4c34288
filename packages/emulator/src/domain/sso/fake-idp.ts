import { certificatePem } from '../../store/certificate.js'
import { secretFrom } from '../../store/signing-key.js'
import type { Project } from '../project/project.js'
import type { OidcIdp, SamlIdp, SsoIdp } from './idp-settings.js'

/** Where the pages of the fake identity provider are. They sign in as any user, so they are tools of the emulator. */
export const FAKE_IDP_PATHS = {
  saml: '/_emulator/idp/saml',
  authorize: '/_emulator/idp/oidc',
  // Outside of the control API: these need a code and a token, as those of every provider.
  token: '/idp/oidc/token',
  userinfo: '/idp/oidc/userinfo',
} as const

/** The identity provider inside the emulator. Its addresses and its key are those of the emulator of the moment. */
export const fakeIdp = (project: Project, kind: SsoIdp['kind']): SsoIdp =>
  kind === 'saml' ? fakeSamlIdp(project) : fakeOidcIdp(project)

export const fakeSamlIdp = (project: Project): SamlIdp => ({
  kind: 'saml',
  idp_entity_id: `${project.authUrl}${FAKE_IDP_PATHS.saml}`,
  idp_sso_url: `${project.authUrl}${FAKE_IDP_PATHS.saml}`,
  idp_certificate: certificatePem(project.signingKey, 'Fake identity provider'),
  provider: 'Generic',
})

export const fakeOidcIdp = (project: Project): OidcIdp => ({
  kind: 'oidc',
  client_id: 'emu_sso',
  client_secret: secretFrom(project.signingKey, 'client of the fake identity provider'),
  uses_pkce: true,
  idp_type: 'Generic',
  auth_url: `${project.authUrl}${FAKE_IDP_PATHS.authorize}`,
  token_url: `${project.authUrl}${FAKE_IDP_PATHS.token}`,
  userinfo_url: `${project.authUrl}${FAKE_IDP_PATHS.userinfo}`,
})
