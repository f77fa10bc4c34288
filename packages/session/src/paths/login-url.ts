import type { Settings } from '../options/settings.js'
import { toReturnPath } from './return-path.js'

export interface LoginUrlOptions {
  /** Where the login ends. Ignored unless it is on the app's own origin. */
  readonly returnTo?: string | undefined
  /** Whether to show the page that creates an account. */
  readonly signup?: boolean | undefined
  /** Further parameters for PropelAuth's page, such as those it stores with a new user. */
  readonly params?: Readonly<Record<string, string>> | undefined
}

/** The absolute URL of a route of the session. */
export const toRouteUrl = ({ appUrl, basePath }: Settings, name: string): string => `${appUrl}${basePath}/${name}`

/** The absolute URL that starts a login. The page to return to has the name that the official libraries use. */
export function toLoginUrl(settings: Settings, { returnTo, signup, params }: LoginUrlOptions = {}): string {
  const path = toReturnPath(settings, returnTo)
  const query = new URLSearchParams({ ...params, ...(path && { return_to_path: path }) })
  return `${toRouteUrl(settings, signup ? 'signup' : 'login')}?${query}`.replace(/\?$/, '')
}
