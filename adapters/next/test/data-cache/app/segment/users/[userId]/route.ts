import type { NextRequest } from 'next/server'
import { management } from '../../client'

type Params = { params: Promise<{ userId: string }> }

export async function GET(_request: NextRequest, { params }: Params) {
  const user = await management.fetchUserMetadataByUserId((await params).userId)
  return Response.json({ enabled: user?.enabled })
}

export async function DELETE(_request: NextRequest, { params }: Params) {
  return Response.json({ disabled: await management.disableUser((await params).userId) })
}
