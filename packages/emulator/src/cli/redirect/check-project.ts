import { isLoopbackHost } from '../../domain/project/app-origins.js'
import type { Emulator } from '../../emulator.js'
import { API_HOST } from '../proxy/hosts.js'

/**
 * Warns of a program that has another auth URL than the emulator, such as one in its source: an SDK compares the issuer of
 * tokens with it.
 */
export function checkProject(
  { authUrl, issuer }: Pick<Emulator, 'authUrl' | 'issuer'>,
  request: Request,
  warn: (text: string) => void,
): void {
  const host = projectHost(request)
  if (host === undefined || isLoopbackHost(host)) return
  if ([authUrl, issuer].some((own) => new URL(own).hostname === host)) return
  warn(
    `a program of COMMAND has the auth URL https://${host}, and tokens have the issuer ${issuer}, which its library rejects. Add --issuer https://${host}, or let the program read PROPELAUTH_AUTH_URL`,
  )
}

/** The host of the auth URL, which a request to the API has in a header. */
function projectHost(request: Request): string | undefined {
  const { hostname } = new URL(request.url)
  if (hostname !== API_HOST) return hostname
  const named = `https://${request.headers.get('X-Propelauth-url') ?? ''}`
  return URL.canParse(named) ? new URL(named).hostname : undefined
}
