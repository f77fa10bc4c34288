import { getUserOrRedirect } from '@propelauth/nextjs/server/app-router'

export default async function Page() {
  const { email } = await getUserOrRedirect({ returnToCurrentPath: true })
  return <p role="status">{`For ${email}`}</p>
}
