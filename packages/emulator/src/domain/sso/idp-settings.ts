/** The identity providers that the service knows by name. */
export const SAML_PROVIDERS = [
  'Google',
  'Rippling',
  'OneLogin',
  'JumpCloud',
  'Okta',
  'Azure',
  'Duo',
  'Generic',
] as const

export type SamlProvider = (typeof SAML_PROVIDERS)[number]

export const OIDC_TYPES = ['Generic', 'Okta', 'Azure'] as const

/** The identity provider of a SAML connection, with the names of the backend API. */
export interface SamlIdp {
  readonly kind: 'saml'
  readonly idp_entity_id: string
  readonly idp_sso_url: string
  /** X.509 in PEM. */
  readonly idp_certificate: string
  readonly provider: SamlProvider
}

/** The identity provider of an OpenID Connect connection, with the names of the backend API. */
export interface OidcIdp {
  readonly kind: 'oidc'
  readonly client_id: string
  readonly client_secret: string
  readonly uses_pkce: boolean
  /** The addresses are those of `Generic`; the other types have theirs from a domain or a tenant. */
  readonly idp_type: (typeof OIDC_TYPES)[number]
  readonly auth_url?: string | undefined
  readonly token_url?: string | undefined
  readonly userinfo_url?: string | undefined
  readonly okta_sso_domain?: string | undefined
  readonly entra_tenant_id?: string | undefined
}

export type SsoIdp = SamlIdp | OidcIdp

export interface OidcAddresses {
  readonly authUrl: string
  readonly tokenUrl: string
  readonly userinfoUrl: string
}

/** The addresses of the identity provider. */
export function oidcAddresses(idp: OidcIdp): OidcAddresses {
  switch (idp.idp_type) {
    case 'Okta': {
      const base = `https://${idp.okta_sso_domain}/oauth2/v1`
      return { authUrl: `${base}/authorize`, tokenUrl: `${base}/token`, userinfoUrl: `${base}/userinfo` }
    }
    case 'Azure': {
      const base = `https://login.microsoftonline.com/${idp.entra_tenant_id}/oauth2/v2.0`
      const userinfoUrl = 'https://graph.microsoft.com/oidc/userinfo'
      return { authUrl: `${base}/authorize`, tokenUrl: `${base}/token`, userinfoUrl }
    }
    case 'Generic':
      return { authUrl: idp.auth_url ?? '', tokenUrl: idp.token_url ?? '', userinfoUrl: idp.userinfo_url ?? '' }
  }
}
