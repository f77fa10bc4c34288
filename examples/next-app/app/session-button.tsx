'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

interface SessionButtonProps {
  readonly authUrl: string
  readonly signedIn: boolean
}

/** The session lives in a cookie on the auth URL. Hands its access token to this app, which keeps it in a cookie. */
async function takeOver(authUrl: string): Promise<boolean> {
  const session = await fetch(`${authUrl}/api/v1/refresh_token`, { credentials: 'include' })
  if (!session.ok) return false
  const { access_token } = await session.json()
  const kept = await fetch('/session', { method: 'POST', headers: { authorization: `Bearer ${access_token}` } })
  return kept.ok
}

export function SessionButton({ authUrl, signedIn }: SessionButtonProps) {
  const router = useRouter()

  useEffect(() => {
    if (!signedIn) takeOver(authUrl).then((changed) => changed && router.refresh())
  }, [authUrl, signedIn, router])

  const logIn = () => location.assign(`${authUrl}/login?rt=${encodeURIComponent(btoa(location.href))}`)

  async function logOut() {
    await fetch(`${authUrl}/api/v1/logout`, { method: 'POST', credentials: 'include' })
    await fetch('/session', { method: 'DELETE' })
    router.refresh()
  }

  return (
    <button type="button" onClick={signedIn ? logOut : logIn}>
      {signedIn ? 'Log out' : 'Log in'}
    </button>
  )
}
