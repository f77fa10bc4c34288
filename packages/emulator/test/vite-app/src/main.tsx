import { AuthProvider, createClient, RedirectToLogin, RedirectToSignup, RequiredAuthProvider } from '@propelauth/react'
import { createRoot } from 'react-dom/client'
import { Greeting, Profile } from './guarded.tsx'
import { Home } from './home.tsx'
import { Links } from './links.tsx'
import { Plain } from './plain.tsx'
import { Preview } from './preview.tsx'

const authUrl: string = import.meta.env.VITE_AUTH_URL
const { href, pathname } = window.location

function Page() {
  switch (pathname) {
    case '/greeting':
      return <Greeting />
    case '/profile':
      return <Profile />
    default:
      return <Home />
  }
}

function App() {
  switch (pathname) {
    case '/required':
      return (
        <RequiredAuthProvider authUrl={authUrl} displayIfLoggedOut={<RedirectToLogin postLoginRedirectUrl={href} />}>
          <p role="status">For users only</p>
        </RequiredAuthProvider>
      )
    case '/links':
      return (
        <AuthProvider client={createClient({ authUrl })}>
          <Links />
        </AuthProvider>
      )
    case '/join':
      // Without a client of its own, the provider has none when its children are first rendered.
      return (
        <AuthProvider client={createClient({ authUrl })}>
          <RedirectToSignup postSignupRedirectUrl={href} />
        </AuthProvider>
      )
    case '/plain':
      return <Plain authUrl={authUrl} />
    case '/preview':
      return <Preview />
    default:
      return (
        <AuthProvider authUrl={authUrl}>
          <Page />
        </AuthProvider>
      )
  }
}

const root = document.getElementById('root')
if (root) createRoot(root).render(<App />)
