import type { MintOptions } from '../domain/access/mint.js'
import { ServiceError } from '../domain/project/service-error.js'
import type { Emulator } from '../emulator.js'
import type { BrowserSession } from '../http/browser-session.js'
import type { PERSONAS } from '../seed/personas.js'
import { EmulatorTestError } from './test-error.js'

/** A default user by key, or any user by id, email address or the key in the seed. */
export type PersonaName = keyof typeof PERSONAS | (string & Record<never, never>)

/** Signs a token of a user: its active organization, lifetime or claims are those of `mintToken`. */
export type Mint = (persona: PersonaName, options?: Omit<MintOptions, 'user'>) => Promise<string>

/** Returns the access token alone. The function throws {@link EmulatorTestError} `unknown_persona`. */
export const createMint =
  (emulator: Emulator): Mint =>
  async (persona, options) => {
    try {
      return (await emulator.mintToken({ ...options, user: persona })).accessToken
    } catch (error) {
      throw personaError(error)
    }
  }

/**
 * The code that a user's authenticator app shows, or the next one if that was used. The user needs a `mfa_secret`, in the
 * seed or from the account page. The function throws {@link EmulatorTestError} `unknown_persona`.
 */
export type Totp = (persona: PersonaName) => string

export const createTotp =
  (emulator: Emulator): Totp =>
  (persona) => {
    try {
      return emulator.totpCode(persona)
    } catch (error) {
      throw personaError(error)
    }
  }

/** @throws {EmulatorTestError} `unknown_persona`, `persona_blocked` */
export function startPersonaSession(emulator: Emulator, persona: PersonaName): BrowserSession {
  try {
    return emulator.startSession(persona)
  } catch (error) {
    throw personaError(error)
  }
}

/** The messages of the emulator name the existing users. */
function personaError(error: unknown): unknown {
  if (!(error instanceof ServiceError)) return error
  if (error.code === 'user_not_found') return new EmulatorTestError('unknown_persona', error.message, { cause: error })
  if (error.code === 'login_blocked') return new EmulatorTestError('persona_blocked', error.message, { cause: error })
  return error
}
