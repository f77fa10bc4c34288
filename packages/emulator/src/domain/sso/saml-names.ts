export const SAML = 'urn:oasis:names:tc:SAML:2.0:assertion'
export const SAMLP = 'urn:oasis:names:tc:SAML:2.0:protocol'
export const SAML_METADATA = 'urn:oasis:names:tc:SAML:2.0:metadata'

export const POST_BINDING = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST'
export const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer'
export const SUCCESS = 'urn:oasis:names:tc:SAML:2.0:status:Success'
export const EMAIL_FORMAT = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress'

export const saml = (local: string) => ({ namespace: SAML, local })
export const samlp = (local: string) => ({ namespace: SAMLP, local })

/** A moment in seconds, as SAML writes it. */
export const samlTime = (seconds: number): string => new Date(seconds * 1000).toISOString()
