import type { BrowserContext } from '@playwright/test'
import { EmulatorTestError } from './test-error.js'

export interface AppLogin {
  /** A path on `baseURL`, or a URL. */
  readonly path: string
  readonly baseURL: string | undefined
  readonly authUrl: string
}

/**
 * Follows the login route of the app and its redirects. The cookies that the app sets stay in the context.
 * @throws {EmulatorTestError} `app_login_failed`
 */
export async function logInToApp(context: BrowserContext, { path, baseURL, authUrl }: AppLogin): Promise<void> {
  if (!URL.canParse(path, baseURL)) throw failed(`appLogin is ${JSON.stringify(path)}, which needs baseURL`)
  const response = await context.request.get(new URL(path, baseURL).href)
  const { origin, pathname } = new URL(response.url())
  const ended = `The login of the app at ${path} ended at ${origin}${pathname} with status ${response.status()}.`
  if (origin === new URL(authUrl).origin)
    throw failed(`${ended} The app does not take sessions of the emulator: give it the origin ${authUrl}`)
  if (!response.ok()) throw failed(`${ended} ${EXPECTED}`)
}

const EXPECTED = 'It should end on a page of the app. See the output of the app for the reason.'

const failed = (message: string): EmulatorTestError => new EmulatorTestError('app_login_failed', message)
