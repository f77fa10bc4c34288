import type {
  OAuthClientMetadata,
  OAuthClientProvider,
  OAuthDiscoveryState,
  StoredOAuthClientInformation,
  StoredOAuthTokens,
} from '@modelcontextprotocol/client'

/** The part of an MCP host such as an editor: stores what the client gives it, and opens a browser. */
export class McpHost implements OAuthClientProvider {
  readonly redirectUrl: string
  readonly clientMetadata: OAuthClientMetadata
  /** The address that the browser was sent to last. */
  opened: URL | undefined
  stored: StoredOAuthTokens | undefined
  #client: StoredOAuthClientInformation | undefined
  #discovery: OAuthDiscoveryState | undefined
  #verifier = ''

  constructor(redirectUrl = 'http://localhost:9123/callback') {
    this.redirectUrl = redirectUrl
    const grants = { grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'] }
    this.clientMetadata = { client_name: 'Editor', redirect_uris: [redirectUrl], ...grants }
  }

  /** The service demands one. */
  state() {
    return crypto.randomUUID()
  }
  clientInformation() {
    return this.#client
  }
  saveClientInformation(client: StoredOAuthClientInformation) {
    this.#client = client
  }
  tokens() {
    return this.stored
  }
  saveTokens(tokens: StoredOAuthTokens) {
    this.stored = tokens
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
}
