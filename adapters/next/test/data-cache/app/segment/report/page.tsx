import { management } from '../client'

/** Reads nothing of the request, so that only what management sends keeps it from being made at build time. */
export default async function Page() {
  const user = await management.fetchUserMetadataByUserId(process.env.TEST_USER_ID ?? '')
  return <p>{user?.enabled ? 'enabled' : 'disabled'}</p>
}
