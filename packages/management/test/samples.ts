// For every function: arguments, from the fewest to all, and a response of the service. The parts are in the folder `samples`.
import type { ManagementClient } from '../src/client.js'
import type { Operation } from '../src/contract.js'
import { accessSamples } from './samples/access.js'
import { apiKeySamples } from './samples/api-keys.js'
import { orgSamples } from './samples/orgs.js'
import { reportSamples } from './samples/reports.js'
import type { Samples } from './samples/sample.js'
import { sessionSamples } from './samples/session.js'
import { ssoSamples } from './samples/sso.js'
import { userSamples } from './samples/users.js'

export { apiKeyId, orgId, userData, userId } from './samples/sample.js'

export const samples: Samples = {
  ...userSamples,
  ...accessSamples,
  ...orgSamples,
  ...ssoSamples,
  ...apiKeySamples,
  ...reportSamples,
  ...sessionSamples,
}

export const operations = Object.keys(samples) as Operation[]

/** Calls a function by name; the types of its arguments are those of its sample. */
export function invoke(client: ManagementClient, name: Operation, args: readonly unknown[]): Promise<unknown> {
  return (client[name] as (...args: readonly unknown[]) => Promise<unknown>)(...args)
}
