import type { EmptySessionJson, UserSessionJson } from '@propelauth-edge/session'

/** For pages of users. A link to one asks the server for the session, and refreshes it. */
export default defineNuxtRouteMiddleware(async (to) => {
  const session = useRequestEvent()?.context.session
  const { user } = session ?? (await $fetch<UserSessionJson | EmptySessionJson>('/api/auth/session'))
  if (user) return
  const page = encodeURIComponent(to.fullPath)
  if (session?.status !== 'unavailable')
    return navigateTo(`/api/auth/login?return_to_path=${page}`, { external: true })
  useResponseHeader('retry-after').value = '1'
  throw createError({ status: 503, statusText: 'PropelAuth cannot be reached' })
})
