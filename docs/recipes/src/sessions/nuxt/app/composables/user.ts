import type { UserData } from '@propelauth-edge/core'

/** The user, or `null`, on the server and in the browser. */
export const useUser = () =>
  useState<UserData | null>('user', () => shallowRef(useRequestEvent()?.context.session.user?.toJSON() ?? null))
