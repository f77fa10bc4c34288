import {
  RedirectToLogin,
  type WithAuthInfoProps,
  type WithLoggedInAuthInfoProps,
  withAuthInfo,
  withRequiredAuthInfo,
} from '@propelauth/react'

export const Greeting = withAuthInfo(({ user }: WithAuthInfoProps) => (
  <p role="status">{`Hello, ${user?.email ?? 'visitor'}`}</p>
))

export const Profile = withRequiredAuthInfo(
  ({ user }: WithLoggedInAuthInfoProps) => <p role="status">{`Profile of ${user.email}`}</p>,
  { displayIfLoggedOut: <RedirectToLogin /> },
)
