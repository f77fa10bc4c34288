import type { GetServerSideProps } from 'next'
import { getSession } from '../sessions'

// The Pages Router: the proxy has refreshed the session of its requests as well.
export const getServerSideProps: GetServerSideProps<{ email: string | null }> = async ({ req }) => {
  const request = { headers: new Headers({ cookie: req.headers.cookie ?? '' }) }
  const { user } = await getSession(request, { readOnly: true })
  return { props: { email: user?.email ?? null } }
}

export default function Page({ email }: { email: string | null }) {
  return <p role="status">{email ?? 'visitor'}</p>
}
