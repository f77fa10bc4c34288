'use client'

import { useLogoutFunction, useRedirectFunctions, useUser } from '@propelauth/nextjs/client'

export function Panel() {
  const { loading, user, setActiveOrg } = useUser()
  const logOut = useLogoutFunction()
  const { redirectToLoginPage, redirectToSignupPage } = useRedirectFunctions()
  if (loading) return <p>loading</p>
  if (!user)
    return (
      <>
        <p>client: visitor</p>
        <button type="button" onClick={() => redirectToLoginPage({ postLoginRedirectPath: '/official?from=login' })}>
          Log in
        </button>
        <button type="button" onClick={() => redirectToSignupPage({ userSignupQueryParameters: { plan: 'pro' } })}>
          Sign up
        </button>
      </>
    )
  return (
    <>
      <p>{`client: ${user.email} in ${user.getActiveOrg()?.orgName ?? 'no org'}`}</p>
      {user.getOrgs().map(({ orgId, orgName }) => (
        <button key={orgId} type="button" onClick={() => setActiveOrg(orgId)}>
          {orgName}
        </button>
      ))}
      <button type="button" onClick={() => logOut()}>
        Log out
      </button>
    </>
  )
}
