import { isIP } from 'node:net'
import { isLoopbackHost } from '../../domain/project/app-origins.js'
import type { Emulator } from '../../emulator.js'

/** The host of the backend API in every official SDK. */
export const API_HOST = 'propelauth-api.com'

/** `*` stands for the first label, as in certificates. */
const SERVICE_HOSTS = [API_HOST, '*.propelauthtest.com']

/**
 * The hosts whose requests go to the emulator: those of the service, and that of an issuer which stands for an auth URL
 * of the service. An auth URL at which the emulator itself can be reached, as behind a tunnel, needs no redirect.
 */
export function redirectedHosts({ authUrl, issuer }: Pick<Emulator, 'authUrl' | 'issuer'>): readonly string[] {
  const { protocol, hostname } = new URL(issuer)
  const standsForService =
    protocol === 'https:' && hostname !== new URL(authUrl).hostname && !isLoopbackHost(hostname) && isName(hostname)
  return standsForService ? [...SERVICE_HOSTS, hostname] : SERVICE_HOSTS
}

const isName = (hostname: string): boolean => isIP(hostname.replace(/^\[|\]$/g, '')) === 0

/** Whether requests to the host go to the emulator. */
export function isRedirected(hosts: readonly string[], hostname: string): boolean {
  const name = hostname.toLowerCase().replace(/\.$/, '')
  return hosts.some((host) => (host.startsWith('*.') ? name.endsWith(host.slice(1)) : name === host))
}
