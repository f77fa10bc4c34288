import { errorResponse } from '@propelauth-edge/core'
import type { Handle } from '@sveltejs/kit/hooks'
import { propelAuth } from '../auth.ts'

export const handle: Handle = async ({ event, resolve }) => {
  try {
    event.locals.user = event.route.id?.startsWith('/api/')
      ? await propelAuth.validateRequest(event.request)
      : await propelAuth.optionalUser(event.request)
  } catch (error) {
    return errorResponse(error)
  }
  return resolve(event)
}
