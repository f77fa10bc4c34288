import type { NextApiRequest, NextApiResponse } from 'next'
import { getSession } from '../../sessions'

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const request = { headers: new Headers({ cookie: req.headers.cookie ?? '' }) }
  const { user } = await getSession(request, { readOnly: true })
  res.json({ userId: user?.userId ?? null })
}
