import { AuthProvider } from '@propelauth/nextjs/client'
import type { ReactNode } from 'react'

/** The auth URL is known when the server runs, not when it is built. */
export const dynamic = 'force-dynamic'

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <AuthProvider authUrl={process.env.PROPELAUTH_AUTH_URL ?? ''} minSecondsBeforeRefresh={0}>
      {children}
    </AuthProvider>
  )
}
