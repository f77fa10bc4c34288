/** Which web apps may receive a signed-in browser and ask for its session. */
export interface AppOrigins {
  allows(origin: string): boolean
  /** Where a browser goes when nobody said where: the first app, if one was named. */
  readonly home: string | undefined
}

/** Named apps only, or, when none is named, any app on this machine. */
export function createAppOrigins(appUrls: readonly string[]): AppOrigins {
  const named = new Set(appUrls.map(appOrigin))
  return {
    allows: (origin) => (named.size > 0 ? named.has(origin) : isLoopbackOrigin(origin)),
    home: appUrls[0],
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

/** RFC 6761 keeps `localhost` and every name below it on this machine. */
export function isLoopbackHost(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(\.\d{1,3}){3}$/.test(hostname)
  )
}
