import { AuthProviderForTesting, type User } from '@propelauth/react'
import { Greeting } from './guarded.tsx'

const user: User = {
  userId: 'u',
  email: 'preview@x.test',
  emailConfirmed: true,
  hasPassword: false,
  locked: false,
  enabled: true,
  mfaEnabled: false,
  canCreateOrgs: false,
  createdAt: 0,
  lastActiveAt: 0,
}

/** A component without a session, as in component tests. */
export const Preview = () => (
  <AuthProviderForTesting userInformation={{ user, orgMemberInfos: [] }}>
    <Greeting />
  </AuthProviderForTesting>
)
