import type { Endpoint, Input } from './endpoint.js'
import type { CallOptions } from './options.js'
import { readOutcome } from './read-outcome.js'
import { findMalformedId, toRequest } from './to-request.js'
import type { Transport } from './transport.js'

/**
 * Calls one operation with the arguments its function in the client takes, and gives what that gives.
 * @throws {ManagementError} any code
 */
export async function call<Args extends readonly unknown[], Output>(
  { issuer, send }: Transport,
  endpoint: Endpoint<Args, Output>,
  ...args: [...Args, options?: CallOptions]
): Promise<Output> {
  const input = endpoint.args(...(args as never)) as Input
  // The options stand behind the arguments that the endpoint declares.
  const options = args[endpoint.args.length] as CallOptions | undefined
  const field = findMalformedId(endpoint, input)
  if (field) return endpoint.malformed?.(endpoint.name, field, input as never) as Output
  const once = async (part: Input) => readOutcome(endpoint, await send(toRequest(endpoint, part), options)) as never
  return endpoint.run ? endpoint.run(once, input, issuer) : once(input)
}
