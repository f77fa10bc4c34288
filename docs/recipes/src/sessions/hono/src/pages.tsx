import type { User } from '@propelauth-edge/hono'
import type { PropsWithChildren } from 'hono/jsx'

export const Layout = ({ children }: PropsWithChildren) => (
  <html lang="en">
    <body>{children}</body>
  </html>
)

export const Home = ({ user }: { user: User | null }) => (
  <main>
    <p data-testid="user">{user?.email ?? 'visitor'}</p>
    <a href="/account">Account</a>
  </main>
)

export const Account = ({ user }: { user: User }) => (
  <main>
    <p data-testid="user">{user.email}</p>
    <p data-testid="org">{user.getActiveOrg()?.orgName ?? 'none'}</p>
    <form method="post" action="/api/auth/logout">
      <button type="submit">Log out</button>
    </form>
  </main>
)

export function Broken(): never {
  throw new Error('This page is broken')
}
