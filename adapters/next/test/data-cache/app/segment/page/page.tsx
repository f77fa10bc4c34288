import { getUser } from '../../../auth'

export default async function Page() {
  const user = await getUser()
  return <p>{user ? `user:${user.userId}` : 'no user'}</p>
}
