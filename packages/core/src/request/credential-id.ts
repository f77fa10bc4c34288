/** The SHA-256 of a credential, as a key for a cache: of fixed size, and the cache holds no secret. */
export async function toCredentialId(credential: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(credential))
  return String.fromCharCode(...new Uint8Array(digest))
}
