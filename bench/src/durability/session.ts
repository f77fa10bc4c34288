import { call } from './call.ts'
import type { EmulatorProcess } from './emulator-process.ts'

/** A login whose refresh token is replaced at every use. */
export interface Session {
  /** Rotates the token. Undefined if the connection breaks. @throws {Error} if a token that must be good is refused */
  rotate(emulator: EmulatorProcess, userId: string): Promise<Rotation | undefined>
}

export interface Rotation {
  readonly replaced: string
  readonly token: string
}

export function createSession(): Session {
  let current: string | undefined
  return {
    async rotate(emulator, userId) {
      const replaced = current ?? (await logIn(emulator, userId))
      if (replaced === undefined) return undefined
      // If the connection breaks, the token may have been replaced, and its next use would end the session.
      current = undefined
      const answer = await call(emulator, '/api/v1/refresh_token', { headers: { Cookie: `refresh_token=${replaced}` } })
      if (!answer) return undefined
      const { status, refreshToken, text } = answer
      if (status !== 200 || refreshToken === undefined) throw new Error(`a refresh answered ${status}: ${text}`)
      current = refreshToken
      return { replaced, token: refreshToken }
    },
  }
}

/** As the button of the login page that needs no password. */
async function logIn(emulator: EmulatorProcess, userId: string): Promise<string | undefined> {
  const init = { method: 'POST', body: new URLSearchParams({ user_id: userId }) }
  const answer = await call(emulator, '/_emulator/login_as', init)
  if (answer && answer.refreshToken === undefined) throw new Error(`a login answered ${answer.status}: ${answer.text}`)
  return answer?.refreshToken
}
