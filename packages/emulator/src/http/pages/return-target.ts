import type { Project } from '../../project.js'

/** Where the browser goes after signing in. */
export interface ReturnTarget {
  readonly url: string
  /** Somebody asked for a place that is not allowed; the browser stays here instead. */
  readonly refused: boolean
}

/**
 * Reads the `rt` parameter: the return URL in base64. Only http(s) URLs of allowed apps, or of the emulator itself,
 * count; the answer is the parsed URL written anew, so nothing of the input's spelling survives.
 */
export function readReturnTarget(project: Project, rt: string | undefined): ReturnTarget {
  const home = project.appOrigins.home ?? `${project.authUrl}/account`
  // A plus sign that was not escaped has arrived as a space.
  const wished = rt ? allowedReturnUrl(project, Buffer.from(rt.replaceAll(' ', '+'), 'base64').toString('utf8')) : home
  return { url: wished ?? home, refused: wished === undefined }
}

/** Where the browser ends up at last: an app with a server gets its visitors by way of a page of ours. */
export function finalOrigin(project: Project, url: string): string {
  const { origin, searchParams } = new URL(url)
  const onward = origin === project.authUrl && allowedReturnUrl(project, searchParams.get('redirect_uri') ?? '')
  return onward ? new URL(onward).origin : origin
}

/** The URL, written anew, if a signed-in browser may be sent there. */
export function allowedReturnUrl(project: Project, text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined
  if (url.username !== '' || url.password !== '') return undefined
  return url.origin === project.authUrl || project.appOrigins.allows(url.origin) ? url.href : undefined
}
