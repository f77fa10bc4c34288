import {
  getPropelAuthApis,
  UnauthorizedException,
  validateAccessToken,
  validateAccessTokenOrUndefined,
} from '@propelauth/nextjs/server'

/** The user of a bearer token, from the backend API. */
export async function GET(request: Request) {
  const token = request.headers.get('authorization') ?? undefined
  const user = await validateAccessTokenOrUndefined(token)
  if (!user) {
    const refusal: unknown = await validateAccessToken(token).catch((error: unknown) => error)
    return Response.json({ unauthorized: refusal instanceof UnauthorizedException }, { status: 401 })
  }
  return Response.json(await getPropelAuthApis().fetchUserMetadataByUserId(user.userId))
}
