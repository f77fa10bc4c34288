import { useAuthInfo, useLogoutFunction, useRedirectFunctions } from '@propelauth/react'
import { Organizations } from './organizations.tsx'

const here = () => window.location.href

/** The page of a visitor or a user. */
export function Home() {
  const info = useAuthInfo()
  const logOut = useLogoutFunction()
  const { redirectToLoginPage, redirectToSignupPage, redirectToAccountPage } = useRedirectFunctions()
  if (info.loading) return <p>Loading</p>
  if (!info.isLoggedIn)
    return (
      <>
        <p role="status">Visitor</p>
        <button type="button" onClick={() => redirectToLoginPage({ postLoginRedirectUrl: here() })}>
          Log in
        </button>
        <button
          type="button"
          onClick={() =>
            redirectToSignupPage({ postSignupRedirectUrl: here(), userSignupQueryParameters: { plan: 'pro' } })
          }
        >
          Sign up
        </button>
      </>
    )
  return (
    <>
      <p role="status">{`${info.user.firstName ?? 'No name'}, ${info.user.email}`}</p>
      <Organizations />
      <button type="button" onClick={() => redirectToAccountPage({ redirectBackToUrl: here() })}>
        Account
      </button>
      <button type="button" onClick={() => info.refreshAuthInfo()}>
        Refresh
      </button>
      <button type="button" onClick={() => logOut(true)}>
        Log out
      </button>
    </>
  )
}
