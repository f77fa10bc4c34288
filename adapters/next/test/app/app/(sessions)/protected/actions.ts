'use server'

import { cookies } from 'next/headers'
import { requireSession } from '../../../sessions'

/** Leaves a trace of whom it ran for. */
export async function act() {
  const { user } = await requireSession()
  const jar = await cookies()
  jar.set('acted', user.userId)
}
