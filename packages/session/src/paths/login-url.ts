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

/** The parameters that name the page to return to; the first is that of the official libraries. */
export const returnParameters = ['return_to_path', 'returnTo'] as const

/** The absolute URL that starts a login. */
export function toLoginUrl(
  { appOrigin, basePath }: Settings,
  { returnTo, signup, params = {} }: LoginUrlOptions = {},
): string {
  const url = new URL(`${appOrigin}${basePath}/${signup ? 'signup' : 'login'}`)
  for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value)
  const path = toReturnPath(returnTo, appOrigin, basePath)
  if (path) url.searchParams.set(returnParameters[0], path)
  return url.href
}
