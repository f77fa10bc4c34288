import { endpoint } from '../endpoint/endpoint.js'
import { notFound } from '../endpoint/malformed-id.js'
import type { Domain, Shape, Wire } from '../shapes/shape.js'
import { flag, int, named, object, optional, stringMap, text, uuid } from '../shapes/shape.js'

const magicLinkRequestShape = object({
  email: text,
  redirectToUrl: optional(text),
  expiresInHours: optional(int),
  createNewUserIfOneDoesntExist: optional(flag),
  expiresAfterFirstUse: named('expire_after_first_use', optional(flag)),
  requiresInterstitial: optional(flag),
  userSignupQueryParameters: optional(stringMap),
})
/** `redirectToUrl` must be one of the redirects the project allows; a new user is created unless `createNewUserIfOneDoesntExist` is false. */
export interface CreateMagicLinkRequest extends Domain<typeof magicLinkRequestShape> {}
export interface CreateMagicLinkRequestWire extends Wire<typeof magicLinkRequestShape> {}
const createMagicLinkRequest: Shape<CreateMagicLinkRequest, CreateMagicLinkRequestWire> = magicLinkRequestShape

const magicLinkShape = object({ url: text })
export interface MagicLink extends Domain<typeof magicLinkShape> {}
export interface MagicLinkWire extends Wire<typeof magicLinkShape> {}
const magicLink: Shape<MagicLink, MagicLinkWire> = magicLinkShape

/** Create a link that logs a user in. */
export const createMagicLink = endpoint({
  name: 'createMagicLink',
  route: 'POST /api/backend/v1/magic_link',
  body: createMagicLinkRequest,
  args: (request: CreateMagicLinkRequest) => request,
  result: magicLink,
})

const accessTokenRequestShape = object({ userId: uuid, durationInMinutes: int, activeOrgId: optional(text) })
/** With `activeOrgId` the token carries that organization alone. */
export interface CreateAccessTokenRequest extends Domain<typeof accessTokenRequestShape> {}
export interface CreateAccessTokenRequestWire extends Wire<typeof accessTokenRequestShape> {}
const createAccessTokenRequest: Shape<CreateAccessTokenRequest, CreateAccessTokenRequestWire> = accessTokenRequestShape

const accessTokenShape = object({ accessToken: text })
export interface AccessToken extends Domain<typeof accessTokenShape> {}
export interface AccessTokenWire extends Wire<typeof accessTokenShape> {}
const accessToken: Shape<AccessToken, AccessTokenWire> = accessTokenShape

/** Create an access token for a user, for example in tests. */
export const createAccessToken = endpoint({
  name: 'createAccessToken',
  route: 'POST /api/backend/v1/access_token',
  body: createAccessTokenRequest,
  args: (request: CreateAccessTokenRequest) => request,
  malformed: notFound,
  result: accessToken,
  on: { 403: 'not_found', 404: 'feature_gated' },
})

const employeeShape = object({ email: text })
/** A member of the project's team; the `impersonatorUserId` of a user is their id. */
export interface Employee extends Domain<typeof employeeShape> {}
export interface EmployeeWire extends Wire<typeof employeeShape> {}
const employee: Shape<Employee, EmployeeWire> = employeeShape

/** Fetch the employee who impersonates a user. */
export const fetchEmployeeById = endpoint({
  name: 'fetchEmployeeById',
  route: 'GET /api/backend/v1/employee/{employee_id}',
  params: object({ employeeId: uuid }),
  args: (employeeId: string) => ({ employeeId }),
  malformed: notFound,
  result: employee,
  on: { 404: null },
})

const tokenVerificationMetadataShape = object({ verifierKey: named('verifier_key_pem', text) })
/** The public key of the access tokens as PEM, and their issuer. */
export interface TokenVerificationMetadata extends Domain<typeof tokenVerificationMetadataShape> {
  issuer: string
}
export interface TokenVerificationMetadataWire extends Wire<typeof tokenVerificationMetadataShape> {}
const tokenVerificationMetadata: Shape<{ verifierKey: string }, TokenVerificationMetadataWire> =
  tokenVerificationMetadataShape

/** Fetch the public key that verifies access tokens. */
export const fetchTokenVerificationMetadata = endpoint({
  name: 'fetchTokenVerificationMetadata',
  route: 'GET /api/v1/token_verification_metadata',
  args: () => ({}),
  result: tokenVerificationMetadata,
  run: async (request, input, issuer): Promise<TokenVerificationMetadata> => ({ ...(await request(input)), issuer }),
})
