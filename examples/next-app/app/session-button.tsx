'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

interface SessionButtonProps {
  readonly authUrl: string
  readonly signedIn: boolean
}

// The auth URL answers 401 without a session, and browsers log that as an error. So this page asks for a session only
// after a login that began here.
const login = {
  began: () => localStorage.getItem('login') === 'began',
  begin: () => localStorage.setItem('login', 'began'),
  forget: () => localStorage.removeItem('login'),
}

/** The session is a cookie on the auth URL. Its access token goes to this app, which keeps it in a cookie of its own. */
async function takeOver(authUrl: string): Promise<boolean> {
  const session = await fetch(`${authUrl}/api/v1/refresh_token`, { credentials: 'include' })
  if (!session.ok) {
    login.forget()
    return false
  }
  const { access_token } = await session.json()
  const kept = await fetch('/session', { method: 'POST', headers: { authorization: `Bearer ${access_token}` } })
  return kept.ok
}

export function SessionButton({ authUrl, signedIn }: SessionButtonProps) {
  const router = useRouter()

  useEffect(() => {
    if (!signedIn && login.began()) takeOver(authUrl).then((changed) => changed && router.refresh())
  }, [authUrl, signedIn, router])

  function logIn() {
    login.begin()
    location.assign(`${authUrl}/login?rt=${encodeURIComponent(btoa(location.href))}`)
  }

  async function logOut() {
    await fetch(`${authUrl}/api/v1/logout`, { method: 'POST', credentials: 'include' })
    await fetch('/session', { method: 'DELETE' })
    login.forget()
    router.refresh()
  }

  return (
    <button type="button" onClick={signedIn ? logOut : logIn}>
      {signedIn ? 'Log out' : 'Log in'}
    </button>
  )
}
