import { protectedResourceResponse } from '@propelauth-edge/core'
import type { Settings } from '../options/settings.js'
import { isPreflight, toPreflightResponse, withCors } from '../response/cors.js'
import { createMirror } from './mirror.js'

const resourceRoot = '/.well-known/oauth-protected-resource'
const serverRoot = '/.well-known/oauth-authorization-server'

/** Answers requests for the documents of the server, and preflights of the server itself; `undefined` for all others. */
export type AnswerDocuments = (request: Request) => Promise<Response | undefined>

/** Only paths count, since a proxy may have put another host into the URL of a request. */
export function createDocuments(settings: Settings): AnswerDocuments {
  const { authUrl, resource, scopesSupported, resourceName, root, mirrorMetadata } = settings
  const own = new URL(resource)
  const mirror = createMirror(settings)
  // A member that is undefined is not sent.
  const metadata = { scopes_supported: scopesSupported[0] && scopesSupported, resource_name: resourceName }

  return async (request) => {
    const { pathname } = new URL(request.url)
    const isMirror = mirrorMetadata && pathname === serverRoot
    if (isPreflight(request) && (isMirror || pathname === own.pathname)) return toPreflightResponse()
    if (isMirror && /^(GET|HEAD)$/.test(request.method)) return withCors(await mirror())
    // At the root, other resources of the same host may have their document.
    if (pathname === resourceRoot && own.pathname !== '/' && !root) return undefined
    return protectedResourceResponse(request, { authUrl, resource }, metadata)
  }
}
