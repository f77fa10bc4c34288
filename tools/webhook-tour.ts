// Webhooks in the demo: the login and the logout of the session have arrived at the single-page app.

interface Delivery {
  readonly eventType: string
  readonly status: string
  readonly lastStatus: number | null
}

export const webhookSecret = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'

export const webhookTypes = ['user.login', 'user.logged_out']

/** Prints each delivery, and returns how many of the two events have not arrived. */
export async function tourWebhooks({ authUrl }: { readonly authUrl: string }): Promise<number> {
  await fetch(`${authUrl}/_emulator/webhooks/deliver`, { method: 'POST' })
  const response = await fetch(`${authUrl}/_emulator/webhooks`)
  const { deliveries }: { readonly deliveries: readonly Delivery[] } = await response.json()
  const missing = webhookTypes.filter((type) => !deliveries.some((each) => each.eventType === type && isDone(each)))
  for (const type of webhookTypes) console.log(`${missing.includes(type) ? '✗' : '✓'} ${type}`)
  for (const { eventType, status, lastStatus } of deliveries) console.log(`    ${eventType}: ${status}, ${lastStatus}`)
  return missing.length
}

const isDone = ({ status }: Delivery): boolean => status === 'succeeded'
