'use server'

import { cookies } from 'next/headers'
import { cookieAuth } from '../../auth'

/** Leaves a trace of whom it ran for. */
export async function act() {
  const user = await cookieAuth.requireUser()
  const jar = await cookies()
  jar.set('acted', user.userId)
}
