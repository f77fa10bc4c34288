'use client'

import { useLogoutFunction, useRedirectFunctions, useRefreshAuth, useUser } from '@propelauth/nextjs/client'

export default function Page() {
  const { loading, user, accessToken, setActiveOrg } = useUser()
  const logOut = useLogoutFunction()
  const refresh = useRefreshAuth()
  const { redirectToLoginPage, redirectToSignupPage } = useRedirectFunctions()
  if (loading) return <p>Loading</p>
  if (!user)
    return (
      <>
        <p role="status">Visitor</p>
        <button type="button" onClick={() => redirectToLoginPage({ postLoginRedirectPath: '/alone?from=login' })}>
          Log in
        </button>
        <button type="button" onClick={() => redirectToSignupPage({ userSignupQueryParameters: { plan: 'pro' } })}>
          Sign up
        </button>
      </>
    )
  return (
    <>
      <p role="status">{`${user.firstName ?? 'No name'}, ${user.email}`}</p>
      <p>{`Active: ${user.getActiveOrg()?.orgName ?? 'none'}`}</p>
      <ul>
        {user.getOrgs().map(({ orgId, orgName, assignedRole }) => (
          <li key={orgId}>
            {`${orgName}: ${assignedRole}`}
            <button type="button" onClick={() => setActiveOrg(orgId)}>{`Use ${orgName}`}</button>
          </li>
        ))}
      </ul>
      <output aria-label="Token">{accessToken}</output>
      <button type="button" onClick={() => refresh()}>
        Refresh
      </button>
      <button type="button" onClick={() => logOut()}>
        Log out
      </button>
    </>
  )
}
