import { getAuthInfoFromApiRouteRequest, getUserFromApiRouteRequest } from '@propelauth/nextjs/server/pages'
import type { NextApiRequest, NextApiResponse } from 'next'

export default async function handler(request: NextApiRequest, response: NextApiResponse) {
  const user = await getUserFromApiRouteRequest(request, response)
  const { accessToken } = await getAuthInfoFromApiRouteRequest(request, response)
  response.json({ email: user?.email, hasToken: accessToken !== undefined })
}
