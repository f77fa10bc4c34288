import { getUser } from '../../../data-cache'

export default async function Page() {
  const user = await getUser()
  return <p>{user ? `user:${user.userId}` : 'no user'}</p>
}
