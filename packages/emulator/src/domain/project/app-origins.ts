/** The web apps that a browser may return to. They may read its session. */
export interface AppOrigins {
  allows(origin: string): boolean
  /** The default return target: the first configured app. */
  readonly home: string | undefined
  /** Where browsers go after a logout. Default: `home`. */
  readonly logoutUrl: string | undefined
}

/** The configured apps. Without any, all apps on this machine. */
export function createAppOrigins(appUrls: readonly string[], logoutUrl?: string): AppOrigins {
  const named = new Set(appUrls.map(appOrigin))
  return {
    allows: (origin) => (named.size > 0 ? named.has(origin) : isLoopbackOrigin(origin)),
    home: appUrls[0],
    logoutUrl,
  }
}

function appOrigin(appUrl: string): string {
  const url = URL.canParse(appUrl) ? new URL(appUrl) : undefined
  if (!url || !isHttp(url)) throw new TypeError(`appUrls: ${JSON.stringify(appUrl)} is not an http(s) URL`)
  return url.origin
}

export function isLoopbackOrigin(origin: string): boolean {
  const url = URL.canParse(origin) ? new URL(origin) : undefined
  return url !== undefined && url.origin === origin && isHttp(url) && isLoopbackHost(url.hostname)
}

const isHttp = (url: URL): boolean => url.protocol === 'http:' || url.protocol === 'https:'

/** `localhost` and its subdomains are loopback names (RFC 6761). */
export function isLoopbackHost(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(\.\d{1,3}){3}$/.test(hostname)
  )
}
