import type { EmulatorOptions } from '../../emulator-options.js'
import type { StartOptions } from './start-options.js'

/** The options of the emulator among those of a start, without those that are not set. */
export function toEmulatorOptions(options: StartOptions): EmulatorOptions {
  const { data, fresh, appUrls, allowedHosts, webhooks } = options
  const { authUrl, issuer, apiKey, mcpClientSecret, logoutUrl, refreshTokens } = options
  return {
    ...{ data, fresh, appUrls, allowedHosts, webhooks },
    ...(authUrl === undefined ? {} : { authUrl }),
    ...(issuer === undefined ? {} : { issuer }),
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(mcpClientSecret === undefined ? {} : { mcpClientSecret }),
    ...(logoutUrl === undefined ? {} : { logoutUrl }),
    ...(refreshTokens === undefined ? {} : { refreshTokens }),
  }
}
