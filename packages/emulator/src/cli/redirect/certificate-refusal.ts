/** Whether a client has ended the handshake because of the certificate, by an alert of RFC 8446, section 6.2. */
export const isCertificateRefusal = (error: Error): boolean =>
  'code' in error && /ALERT_(BAD_CERTIFICATE|CERTIFICATE_UNKNOWN|UNKNOWN_CA)$/.test(String(error.code))

export const REFUSAL_WARNING =
  'a program of COMMAND rejects the certificate of the emulator: its request has reached neither the emulator nor the service. It reads none of NODE_EXTRA_CA_CERTS, DENO_CERT, SSL_CERT_FILE, REQUESTS_CA_BUNDLE and CURL_CA_BUNDLE. Let it trust the file in SSL_CERT_FILE, or send its API calls to PROPELAUTH_API_URL'
