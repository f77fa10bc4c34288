import type {
  OAuthClientProvider,
  OAuthDiscoveryState,
  StoredOAuthClientInformation,
  StoredOAuthTokens,
} from '@modelcontextprotocol/client'

/** The part of an MCP host such as an editor: stores tokens and opens a browser. */
export class Host implements OAuthClientProvider {
  readonly redirectUrl = 'http://localhost:1/callback'
  readonly clientMetadata = { redirect_uris: [this.redirectUrl], client_name: 'Editor' }
  /** The address that the browser was sent to. */
  opened: URL | undefined
  #client: StoredOAuthClientInformation | undefined
  #tokens: StoredOAuthTokens | undefined
  #verifier = ''
  #discovery: OAuthDiscoveryState | undefined

  clientInformation() {
    return this.#client
  }
  saveClientInformation(client: StoredOAuthClientInformation) {
    this.#client = client
  }
  tokens() {
    return this.#tokens
  }
  saveTokens(tokens: StoredOAuthTokens) {
    this.#tokens = tokens
  }
  redirectToAuthorization(url: URL) {
    this.opened = url
  }
  saveCodeVerifier(verifier: string) {
    this.#verifier = verifier
  }
  codeVerifier() {
    return this.#verifier
  }
  saveDiscoveryState(state: OAuthDiscoveryState) {
    this.#discovery = state
  }
  discoveryState() {
    return this.#discovery
  }

  /** What the user does in the browser: the parameters that come back to the host. */
  async signIn(): Promise<URLSearchParams> {
    const answer = await fetch(this.opened ?? '', { redirect: 'manual' })
    return new URL(answer.headers.get('location') ?? '').searchParams
  }
}
