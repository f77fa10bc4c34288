import { getSession } from '../auth'

const orgRoutes = ['', '/admin_only', '/admin_or_owner', '/billing']

export default async function Page() {
  const { user } = await getSession()
  const orgs = user?.getOrgs() ?? []
  const paths = orgs.flatMap(({ orgId }) => orgRoutes.map((route) => `/api/org/${orgId}${route}`))
  return (
    <>
      <section className="card">
        <h1>A page that knows who you are</h1>
        <p role="status">{user ? `Signed in as ${user.email}` : 'Not signed in'}</p>
        {user ? (
          <form action="/api/auth/logout" method="post">
            <button type="submit">Log out</button>
          </form>
        ) : (
          <form action="/api/auth/login">
            <button type="submit">Log in</button>
          </form>
        )}
        <ul>
          {orgs.map((org) => (
            <li key={org.orgId}>
              {org.userAssignedRole} of {org.orgName}
              {org.hasPermission('can_view_billing') && ', may see what it pays'}
            </li>
          ))}
        </ul>
      </section>
      <section className="card">
        <h2>Route handlers</h2>
        <ul>
          {['/api/whoami', '/api/whoami_optional', ...paths].map((path) => (
            <li key={path}>
              <a href={path}>{path}</a>
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}
