import { getAccessTokenAsync, getCurrentPathAsync, getUser } from '@propelauth/nextjs/server/app-router'

export default async function Page() {
  const user = await getUser()
  const token = await getAccessTokenAsync()
  const path = await getCurrentPathAsync()
  return <p role="status">{`${user?.email ?? 'visitor'} at ${path}, ${token ? 'with' : 'without'} a token`}</p>
}
