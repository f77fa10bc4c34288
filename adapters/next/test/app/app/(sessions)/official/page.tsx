import { AuthProvider } from '@propelauth/nextjs/client'
import { getSession } from '../../../sessions'
import { Panel } from './panel'

export default async function Page() {
  const { user } = await getSession()
  return (
    <AuthProvider authUrl={process.env.PROPELAUTH_AUTH_URL ?? ''} minSecondsBeforeRefresh={0}>
      <p role="status">{`server: ${user?.email ?? 'visitor'} in ${user?.getActiveOrg()?.orgName ?? 'no org'}`}</p>
      <Panel />
    </AuthProvider>
  )
}
