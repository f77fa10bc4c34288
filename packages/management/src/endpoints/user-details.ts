import { endpoint } from '../endpoint.js'
import { absent } from '../malformed.js'
import type { Domain, Shape, Wire } from '../shape.js'
import { map, object, segment, stringMap, typed, uuid } from '../shape.js'

export const SocialLoginTokenProvider = {
  APPLE: 'apple',
  GOOGLE: 'google',
  GITHUB: 'github',
  MICROSOFT: 'microsoft',
  SLACK: 'slack',
  SALESFORCE: 'salesforce',
  LINKEDIN: 'linkedin',
  OUTREACH: 'outreach',
  QUICKBOOKS: 'quickbooks',
  XERO: 'xero',
  SALESLOFT: 'salesloft',
  ATLASSIAN: 'atlassian',
  GITLAB: 'gitlab',
} as const
export type SocialLoginTokenProvider = (typeof SocialLoginTokenProvider)[keyof typeof SocialLoginTokenProvider]

const byUserId = object({ userId: uuid })

const signupParamsShape = object({ userSignupQueryParameters: stringMap })
/** The query parameters the user signed up with, keys untouched. */
export interface UserSignupQueryParams extends Domain<typeof signupParamsShape> {}
export interface UserSignupQueryParamsWire extends Wire<typeof signupParamsShape> {}
export const userSignupQueryParams: Shape<UserSignupQueryParams, UserSignupQueryParamsWire> = signupParamsShape

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
export const socialLoginToken: Shape<SocialLoginToken, SocialLoginTokenWire> = socialLoginTokenShape

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
  malformed: absent,
  result: userSignupQueryParams,
  on: { 404: null },
})

/** Fetch the tokens of the social accounts a user has linked, as they were stored. */
export const fetchUserOAuthTokens = endpoint({
  name: 'fetchUserOAuthTokens',
  route: 'GET /api/backend/v1/user/{user_id}/oauth_token',
  params: byUserId,
  args: (userId: string) => ({ userId }),
  malformed: absent,
  result: map(socialLoginToken) as Shape<SocialLoginTokensResponse, { [provider: string]: SocialLoginTokenWire }>,
  on: { 404: null },
})

/** Fetch a token of one social account of a user, refreshed if need be. */
export const fetchFreshTokenFromProvider = endpoint({
  name: 'fetchFreshTokenFromProvider',
  route: 'GET /api/backend/v1/user/{user_id}/{provider}/fresh_token',
  params: object({ userId: uuid, provider: segment<SocialLoginTokenProvider>() }),
  args: (userId: string, provider: SocialLoginTokenProvider) => ({ userId, provider }),
  malformed: absent,
  result: socialLoginToken,
  on: { 404: null },
})
