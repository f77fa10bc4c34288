import type { SessionJson } from '@propelauth-edge/session'

/** For pages of users. A link to one asks the server for the session, and so refreshes it. */
export default defineNuxtRouteMiddleware(async (to) => {
  const user = useUser()
  const session = useRequestEvent()?.context.session
  if (!session) user.value = (await $fetch<SessionJson>('/api/auth/session')).user
  if (user.value) return
  if (session?.status !== 'unavailable') {
    const page = encodeURIComponent(to.fullPath)
    return navigateTo(`/api/auth/login?return_to_path=${page}`, { external: true })
  }
  useResponseHeader('retry-after').value = '1'
  throw createError({ status: 503, statusText: 'PropelAuth cannot be reached' })
})
