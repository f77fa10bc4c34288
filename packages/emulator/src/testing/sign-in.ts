import type { Emulator } from '../emulator.js'
import type { SessionCookie } from '../http/session-cookie.js'
import { type LoginRequests, logInToApp } from './app-login.js'
import { type PersonaName, startPersonaSession } from './persona.js'

/** A browser context of Playwright, from any of its packages. */
export interface SignInContext {
  addCookies(cookies: SessionCookie[]): Promise<unknown>
  readonly request: LoginRequests
}

export interface SignInOptions {
  /** The login route of the app, as a URL: the browser is then signed in to the app, too. */
  readonly appLogin?: string | undefined
}

/**
 * Signs the user of a browser in on the hosted pages without a form, and to the app if `appLogin` is its login route. The
 * function throws {@link EmulatorTestError} `unknown_persona`, `persona_blocked` or `app_login_failed`.
 */
export type SignIn = (context: SignInContext, persona: PersonaName, options?: SignInOptions) => Promise<void>

export const createSignIn =
  (emulator: Emulator, baseURL?: string): SignIn =>
  async (context, persona, { appLogin } = {}) => {
    await context.addCookies([startPersonaSession(emulator, persona).cookie])
    if (appLogin !== undefined) await logInToApp(context, { path: appLogin, baseURL, emulator })
  }
