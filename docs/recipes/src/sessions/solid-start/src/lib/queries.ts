'use server'

import { redirect } from '@solidjs/router'
import { getRequestEvent } from 'solid-js/web'
import { sessions } from './session'

/** What pages show of the user. It is sent to the browser. */
export async function getUser() {
  const user = getRequestEvent()?.locals.user
  return user ? { email: user.email, org: user.getActiveOrg()?.orgName } : null
}

/** The same for a page of users. A visitor who follows a link to it is led to the login, and comes back. */
export async function getUserOf(page: string) {
  const user = await getUser()
  if (!user) throw redirect(sessions.loginUrl({ returnTo: page }))
  return user
}
