import { env } from 'node:process'

/** Ends the session while the answer is under way. */
export default defineEventHandler(async (event) => {
  const headers = { cookie: getHeader(event, 'cookie') ?? '', origin: env.PROPELAUTH_APP_URL ?? '' }
  await event.$fetch('/api/auth/logout', { method: 'POST', headers })
  return { left: true }
})
