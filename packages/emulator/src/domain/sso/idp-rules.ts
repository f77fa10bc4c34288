import { X509Certificate } from 'node:crypto'
import { type FieldErrors, rejectInvalid } from '../project/service-error.js'
import type { OidcIdp, SamlIdp, SsoIdp } from './idp-settings.js'

/** @throws {ServiceError} `invalid_fields` */
export const rejectInvalidIdp = (idp: SsoIdp): void =>
  rejectInvalid(idp.kind === 'saml' ? samlProblems(idp) : oidcProblems(idp))

function samlProblems({ idp_entity_id, idp_sso_url, idp_certificate }: SamlIdp): FieldErrors {
  return {
    ...required('idp_entity_id', idp_entity_id),
    ...address('idp_sso_url', idp_sso_url),
    ...(isCertificate(idp_certificate)
      ? {}
      : { idp_certificate: ['Must be an X.509 certificate in PEM, with an RSA key.'] }),
  }
}

function oidcProblems(idp: OidcIdp): FieldErrors {
  return {
    ...required('client_id', idp.client_id),
    ...required('client_secret', idp.client_secret),
    ...oidcTypeProblems(idp),
  }
}

/** The type of the provider selects the fields beside the common ones. */
function oidcTypeProblems(idp: OidcIdp): FieldErrors {
  switch (idp.idp_type) {
    case 'Okta':
      return hostname('okta_sso_domain', idp.okta_sso_domain)
    case 'Azure':
      return required('entra_tenant_id', idp.entra_tenant_id)
    case 'Generic':
      return {
        ...address('auth_url', idp.auth_url),
        ...address('token_url', idp.token_url),
        ...address('userinfo_url', idp.userinfo_url),
      }
  }
}

const REQUIRED = 'This field is required.'

const required = (name: string, value: string | undefined): FieldErrors => (value ? {} : { [name]: [REQUIRED] })

function address(name: string, value: string | undefined): FieldErrors {
  if (!value) return { [name]: [REQUIRED] }
  const url = URL.canParse(value) ? new URL(value) : undefined
  const isAddress = url?.protocol === 'https:' || url?.protocol === 'http:'
  return isAddress && url.username === '' && url.password === '' ? {} : { [name]: ['Must be an http(s) URL.'] }
}

function hostname(name: string, value: string | undefined): FieldErrors {
  if (!value) return { [name]: [REQUIRED] }
  return /^[a-z0-9.-]+\.[a-z0-9-]+$/i.test(value) ? {} : { [name]: ['Must be a host name.'] }
}

/** The signatures of SAML answers are those of RSA keys. */
function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).publicKey.asymmetricKeyType === 'rsa'
  } catch {
    return false
  }
}
