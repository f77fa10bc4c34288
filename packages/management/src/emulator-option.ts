import type { ManagementOptions } from './options.js'
import { isProduction } from './production.js'
import { LOOPBACK } from './urls.js'

/**
 * Whether `allowEmulator` fits the auth URL and the environment: an application in production must not take an emulator
 * for its project by mistake. Leaves the refusal of other texts than URLs to the transport.
 */
export function checkEmulatorOption({ authUrl, baseUrl, allowEmulator }: ManagementOptions): void {
  if (!URL.canParse(`${authUrl}`)) return
  const { href, protocol, origin } = new URL(`${authUrl}`)
  const isLocal = LOOPBACK.test(href)
  // Asked only where it matters: Deno may prompt for it.
  const inProduction = (isLocal || allowEmulator) && isProduction()
  const fits = allowEmulator
    ? (isLocal && allowEmulator === true) || (!inProduction && (allowEmulator === 'remote' || protocol === 'http:'))
    : !isLocal || baseUrl !== undefined || (allowEmulator === undefined && !inProduction)
  if (fits) return
  throw new TypeError(
    `authUrl is ${origin}${inProduction ? ' with NODE_ENV=production' : ''}, and allowEmulator ${allowEmulator}. It must be true for an emulator, 'remote' for one behind https, and absent for a project; in production only true on loopback is allowed`,
  )
}
