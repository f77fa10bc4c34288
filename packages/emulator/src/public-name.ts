import { isLoopbackHost } from './domain/project/app-origins.js'
import type { EmulatorOptions } from './emulator-options.js'

/**
 * Whether the emulator has a name beyond loopback: behind a tunnel or a reverse proxy, other machines reach it although
 * it listens on loopback.
 */
export function hasPublicName({
  authUrl,
  allowedHosts = [],
}: Pick<EmulatorOptions, 'authUrl' | 'allowedHosts'>): boolean {
  const ofAuthUrl = authUrl !== undefined && URL.canParse(authUrl) ? [new URL(authUrl).hostname] : []
  return [...ofAuthUrl, ...allowedHosts].some((host) => !isLoopbackHost(host.toLowerCase()))
}
