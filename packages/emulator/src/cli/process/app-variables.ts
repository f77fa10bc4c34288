import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The files that Next.js and Vite read in development. */
const ENV_FILES = ['.env', '.env.local', '.env.development', '.env.development.local']

/** The route and the usual port of apps of the official library for Next.js. */
const CALLBACK = '/api/auth/callback'
const USUAL_APP = 'http://localhost:3000'

/**
 * What libraries have to know of the app itself: its address, and the callback of the official ones. `--app-url` says it.
 * Without the flag, a callback that the environment or an `.env` file of the app has stays.
 * @param folder where the app is
 */
export function appVariables(
  [appUrl]: readonly string[],
  env: NodeJS.ProcessEnv,
  folder: string,
): Readonly<Record<string, string>> {
  if (appUrl !== undefined)
    return { PROPELAUTH_APP_URL: new URL(appUrl).origin, PROPELAUTH_REDIRECT_URI: callbackOf(appUrl) }
  if (env.PROPELAUTH_REDIRECT_URI || ENV_FILES.some((name) => hasCallback(join(folder, name)))) return {}
  const { PROPELAUTH_APP_URL: app = '' } = env
  return { PROPELAUTH_REDIRECT_URI: callbackOf(URL.canParse(app) ? app : USUAL_APP) }
}

const callbackOf = (appUrl: string): string => new URL(CALLBACK, appUrl).href

function hasCallback(file: string): boolean {
  try {
    return /^\s*(export\s+)?PROPELAUTH_REDIRECT_URI\s*=/m.test(readFileSync(file, 'utf8'))
  } catch {
    // Most apps have none of these files.
    return false
  }
}
