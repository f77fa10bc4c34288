import type { Context } from 'hono'
import type { ClientCredentials } from '../../domain/oauth/clients.js'
import { OAuthError } from '../../domain/oauth/oauth-error.js'
import type { Parameters } from './parameters.js'

/**
 * The credentials of a client: in the Authorization header, or in the body.
 * @throws {OAuthError} `invalid_request` for both, or for none
 */
export function readCredentials(c: Context, form: Parameters): ClientCredentials {
  const basic = readBasic(c)
  if (!basic) return bodyCredentials(form)
  const hasOther = form.has('client_secret') || (form.get('client_id') ?? basic.clientId) !== basic.clientId
  if (hasOther) throw new OAuthError('invalid_request', 'Credentials are in the Authorization header and in the body')
  return basic
}

/** Credentials in the body. @throws {OAuthError} `invalid_request` without a client_id */
export function bodyCredentials(form: Parameters): ClientCredentials {
  const clientId = form.get('client_id')
  if (clientId === undefined) throw new OAuthError('invalid_request', 'client_id is missing')
  const secret = form.get('client_secret')
  return { clientId, secrets: secret === undefined ? [] : [secret] }
}

/** Credentials of HTTP Basic authentication. Many clients omit the encoding of RFC 6749, section 2.3.1. */
export function readBasic(c: Context): ClientCredentials | undefined {
  const [, encoded] = /^basic +(\S+)$/i.exec(c.req.header('Authorization') ?? '') ?? []
  if (encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const end = text.indexOf(':')
  if (end === -1) return undefined
  const secret = text.slice(end + 1)
  return { clientId: formDecoded(text.slice(0, end)), secrets: secret === '' ? [] : [secret, formDecoded(secret)] }
}

const formDecoded = (text: string): string => new URLSearchParams(`x=${text.replaceAll('&', '%26')}`).get('x') ?? ''
