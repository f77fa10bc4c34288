import { endpoint } from '../endpoint/endpoint.js'
import type { Domain, Shape, Wire } from '../shapes/shape.js'
import { map, object, segment, stringMap, typed, uuid } from '../shapes/shape.js'
import type { SocialLoginTokenProvider } from './enums.js'

const byUserId = object({ userId: uuid })

const signupParamsShape = object({ userSignupQueryParameters: stringMap })
/** The query parameters the user signed up with, keys untouched. */
export interface UserSignupQueryParams extends Domain<typeof signupParamsShape> {}
export interface UserSignupQueryParamsWire extends Wire<typeof signupParamsShape> {}
const userSignupQueryParams: Shape<UserSignupQueryParams, UserSignupQueryParamsWire> = signupParamsShape

const socialLoginTokenShape = object(
  {},
  typed<{
    accessToken: string
    refreshToken?: string
    tokenProvider: string
    tokenExpiration?: number
    authorizedScopes?: string[]
  }>(),
)
/** A token of the user's own account at a social login provider. */
export interface SocialLoginToken extends Domain<typeof socialLoginTokenShape> {}
export interface SocialLoginTokenWire extends Wire<typeof socialLoginTokenShape> {}
const socialLoginToken: Shape<SocialLoginToken, SocialLoginTokenWire> = socialLoginTokenShape

/** Tokens by provider, for example `google`. */
export interface SocialLoginTokensResponse {
  [provider: string]: SocialLoginToken
}

/** Fetch the query parameters a user signed up with. */
export const fetchUserSignupQueryParams = endpoint({
  name: 'fetchUserSignupQueryParams',
  route: 'GET /api/backend/v1/user/{user_id}/signup_query_parameters',
  params: byUserId,
  args: (userId: string) => ({ userId }),
  result: userSignupQueryParams,
  on: { 404: null },
})

/** Fetch the stored tokens of a user's linked social accounts. */
export const fetchUserOAuthTokens = endpoint({
  name: 'fetchUserOAuthTokens',
  route: 'GET /api/backend/v1/user/{user_id}/oauth_token',
  params: byUserId,
  args: (userId: string) => ({ userId }),
  result: map(socialLoginToken) as Shape<SocialLoginTokensResponse, { [provider: string]: SocialLoginTokenWire }>,
  on: { 404: null },
})

/** Fetch a token of one social account of a user, refreshed if necessary. */
export const fetchFreshTokenFromProvider = endpoint({
  name: 'fetchFreshTokenFromProvider',
  route: 'GET /api/backend/v1/user/{user_id}/{provider}/fresh_token',
  params: object({ userId: uuid, provider: segment<SocialLoginTokenProvider>() }),
  args: (userId: string, provider: SocialLoginTokenProvider) => ({ userId, provider }),
  result: socialLoginToken,
  on: { 404: null },
})
