import type { Emulator } from '../emulator.js'
import type { LoggedRequest } from '../http/request-log.js'
import { EmulatorTestError } from './test-error.js'

/** The requests of a browser context, with its cookies, as Playwright makes them. */
export interface LoginRequests {
  get(url: string): Promise<{ url(): string; status(): number; ok(): boolean }>
}

export interface AppLogin {
  /** A path on `baseURL`, or a URL. */
  readonly path: string
  readonly baseURL: string | undefined
  readonly emulator: Pick<Emulator, 'authUrl' | 'requests'>
}

/**
 * Follows the login route of the app and its redirects. The cookies that the app sets stay in the context. The login has
 * to end on a page of the app, and the app has to exchange a code of the emulator for tokens.
 * @throws {EmulatorTestError} `app_login_failed`
 */
export async function logInToApp(context: { readonly request: LoginRequests }, login: AppLogin): Promise<void> {
  const { path, baseURL, emulator } = login
  if (!URL.canParse(path, baseURL)) throw failed(`appLogin is ${JSON.stringify(path)}, which needs baseURL`)
  const route = new URL(path, baseURL)
  const before = lastExchange(emulator)
  const response = await context.request.get(route.href)
  const { origin, pathname } = new URL(response.url())
  const ended = `The login of the app at ${path} ended at ${origin}${pathname} with status ${response.status()}.`
  if (origin === new URL(emulator.authUrl).origin)
    throw failed(`${ended} The app does not take sessions of the emulator: give it the origin ${emulator.authUrl}`)
  if (!response.ok() || !appOrigins(route, baseURL).includes(origin)) throw failed(`${ended} ${EXPECTED}`)
  if (lastExchange(emulator) === before) throw failed(`${ended} ${notRedeemed(emulator.authUrl)}`)
}

/** The login route may be on the server of an API, and lead back to the pages. */
const appOrigins = (route: URL, baseURL: string | undefined): readonly string[] =>
  [route.href, baseURL ?? route.href].map((url) => new URL(url).origin)

/** Where the server of an app exchanges a code for tokens. */
const EXCHANGES = ['/propelauth/ssr/token', '/propelauth/oauth/token']

const lastExchange = ({ requests }: AppLogin['emulator']): LoggedRequest | undefined =>
  requests('/propelauth/*').findLast(({ path, status }) => EXCHANGES.includes(path) && status === 200)

const EXPECTED = 'It should end on a page of the app. See the output of the app for the reason.'

const notRedeemed = (authUrl: string): string =>
  `The app has exchanged no code at the emulator, so it has no session of it: appLogin is the route that redirects to the hosted pages, and the auth URL of the app is ${authUrl}`

const failed = (message: string): EmulatorTestError => new EmulatorTestError('app_login_failed', message)
