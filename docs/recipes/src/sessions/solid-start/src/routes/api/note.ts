import type { APIEvent } from '@solidjs/start/server'
import { sessions } from '../../lib/session'

export async function POST({ request }: APIEvent) {
  const { user } = await sessions.requireSession(request)
  return Response.json({ by: user.email })
}
