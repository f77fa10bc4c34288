import { ServiceError } from '../domain/project/service-error.js'
import { isSameSecret } from '../values/secrets.js'

/**
 * Checks `Authorization: Bearer <API key>`.
 * @throws {ServiceError} `unauthorized`, with a message that says what is wrong with the key
 */
export function requireApiKey(authorization: string | undefined, apiKey: string): void {
  const problem = apiKeyProblem(authorization, apiKey)
  if (problem !== undefined) throw new ServiceError('unauthorized', problem)
}

/**
 * What is wrong with the control key, which is the API key. It is sent as a bearer token, or by a browser as the
 * password of HTTP Basic authentication with any name.
 */
export function controlKeyProblem(authorization: string | undefined, apiKey: string): string | undefined {
  const [, basic] = /^basic (.+)$/i.exec(authorization ?? '') ?? []
  const password =
    basic &&
    Buffer.from(basic, 'base64')
      .toString('utf8')
      .replace(/^[^:]*:/, '')
  return apiKeyProblem(password ? `Bearer ${password}` : authorization, apiKey)
}

const WHERE = 'The emulator prints its API key when it starts.'

/** Contains no key. The length of the emulator's key is not secret. */
function apiKeyProblem(authorization: string | undefined, apiKey: string): string | undefined {
  const [, given = ''] = /^bearer (.+)$/i.exec(authorization ?? '') ?? []
  if (isSameSecret(given, apiKey)) return undefined
  if (!authorization) return `The API key is missing. Send it as "Authorization: Bearer <API key>". ${WHERE}`
  if (given === '') return `The Authorization header must have the form "Bearer <API key>". ${WHERE}`
  if (/^["'].*["']$/.test(given)) return 'The API key is in quotation marks. Send it without them.'
  if (/^[0-9a-f]{96}$/.test(given)) return `This looks like an API key of the real service. ${WHERE}`
  if (given.length !== apiKey.length)
    return `The API key has ${given.length} characters, this emulator's has ${apiKey.length}. ${WHERE}`
  return `The API key is not this emulator's; every data directory has its own. ${WHERE}`
}
