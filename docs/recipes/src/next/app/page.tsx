import { getUser } from '../auth'

export default async function Page() {
  const user = await getUser()
  return <p>{user ? `Signed in as ${user.email}` : 'Not signed in'}</p>
}
