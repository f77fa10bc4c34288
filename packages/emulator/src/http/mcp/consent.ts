import type { Context } from 'hono'
import { findClient } from '../../domain/oauth/clients.js'
import { createGrant } from '../../domain/oauth/grants.js'
import { OAuthError } from '../../domain/oauth/oauth-error.js'
import { orgOffers, requestedScopes } from '../../domain/oauth/scopes.js'
import type { Project } from '../../domain/project/project.js'
import { readSettings } from '../../domain/project/settings.js'
import { createOneTimeToken, redeemOneTimeToken } from '../../domain/users/one-time-tokens.js'
import type { Json } from '../../values/json.js'
import { messagePage } from '../html/message-page.js'
import { callbackLocation, errorAnswer } from '../oauth/authorization.js'
import { isOwnOrigin } from '../own-address.js'
import { readCompleteSession } from '../session-cookie.js'
import { consentPage, orgScopeField } from './consent-page.js'
import type { ConsentRequest } from './consent-request.js'

const CONSENT_SECONDS = 600

/** The page with the question. Its form has a token for this request, which can be answered once. */
export function askForConsent(project: Project, c: Context, request: ConsentRequest): Response | Promise<Response> {
  const { session, client, ...parameters } = request
  const token = createOneTimeToken(project, {
    purpose: 'mcp_consent',
    userId: session.user.user_id,
    lifetimeSeconds: CONSENT_SECONDS,
    data: { ...parameters, clientId: client.client_id, sessionId: session.id },
  })
  return consentPage(project, c, request, token)
}

/** The answer of the user. It must come from the page itself, and from the session that has seen it. */
export async function decide(project: Project, c: Context): Promise<Response> {
  if (!isOwnOrigin(project, c)) return c.text('A page of another origin may not do this.\n', 403)
  const form = new URLSearchParams(await c.req.text())
  const request = redeemRequest(project, c, form.get('request') ?? '')
  if (!request)
    return messagePage(c, 'Allow access', 'This request was answered or took too long. Please start again.', 400)
  const answer = form.get('decision') === 'allow' ? { code: allow(project, request, form) } : DENIED
  return c.redirect(callbackLocation(project, request, answer, 'mcp'), 303)
}

const DENIED = errorAnswer(new OAuthError('access_denied', 'The user has denied the request'))

function redeemRequest(project: Project, c: Context, token: string): ConsentRequest | undefined {
  const session = readCompleteSession(project, c)
  const asked = redeemOneTimeToken(project, 'mcp_consent', token)
  if (!asked || !session || asked.data.sessionId !== session.id) return undefined
  const client = findClient(project, 'mcp', textOf(asked.data.clientId))
  return (
    client && {
      session,
      client,
      redirectUri: textOf(asked.data.redirectUri),
      state: textOf(asked.data.state),
      codeChallenge: textOf(asked.data.codeChallenge),
      resource: textOf(asked.data.resource),
      scope: textOf(asked.data.scope),
    }
  )
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '')

/** Returns the code. */
function allow(project: Project, request: ConsentRequest, form: URLSearchParams): string {
  const { client, session, redirectUri, codeChallenge, resource } = request
  return createGrant(project, {
    ...{ client, redirectUri, codeChallenge, resource },
    ...chosenScopes(project, request, form),
    sessionId: session.id,
    codeSeconds: readSettings(project).mcp_code_seconds,
  })
}

/** The scopes that were offered and selected. The grant has an organization if it has scopes for one. */
function chosenScopes(project: Project, { session, scope }: ConsentRequest, form: URLSearchParams) {
  const offered = requestedScopes(project, scope)
  const orgId = form.get('org') ?? ''
  const offer = orgOffers(project, session.user.user_id, offered).find(({ entry }) => entry.org_id === orgId)
  const ofUser = offered.filter(({ org, name }) => !org && form.getAll('scope').includes(name))
  const ofOrg = (offer?.scopes ?? []).filter(({ name }) => form.getAll(orgScopeField(orgId)).includes(name))
  const names = [...ofUser, ...ofOrg].map(({ name }) => name)
  return { scope: names.join(' '), orgId: ofOrg.length > 0 ? orgId : undefined }
}
