import { ServiceError } from '../../domain/project/service-error.js'
import { isSocialProvider } from '../../domain/project/social-providers.js'
import { freshProviderToken, listProviderTokens, type ProviderToken } from '../../domain/social/provider-tokens.js'
import { type Handler, pathId } from './handler.js'

export const fetchUserOAuthTokens: Handler<'fetchUserOAuthTokens'> = (project, request) => {
  const tokens = listProviderTokens(project, pathId(request, 'user_id'))
  return Object.fromEntries(tokens.map((token) => [token.provider, tokenRecord(token)]))
}

export const fetchFreshTokenFromProvider: Handler<'fetchFreshTokenFromProvider'> = (project, request) => {
  const provider = request.params.provider ?? ''
  if (!isSocialProvider(provider)) throw new ServiceError('not_found', 'There is no such provider')
  return tokenRecord(freshProviderToken(project, pathId(request, 'user_id'), provider))
}

/** Omits what is unknown. */
function tokenRecord(token: ProviderToken) {
  return {
    access_token: token.access_token,
    token_provider: token.provider,
    ...(token.refresh_token === null ? {} : { refresh_token: token.refresh_token }),
    ...(token.expires_at === null ? {} : { token_expiration: token.expires_at }),
    ...(token.scopes === null ? {} : { authorized_scopes: JSON.parse(token.scopes) as string[] }),
  }
}
