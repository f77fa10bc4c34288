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
  transport: Transport,
  endpoint: Endpoint<Args, Output>,
  ...args: [...Args, options?: CallOptions]
): Promise<Output> {
  const { args: toInput } = endpoint
  // The options stand behind the arguments that the endpoint declares.
  const options = args[toInput.length] as CallOptions | undefined
  return (await perform(transport, endpoint, toInput(...(args as never)) as Input, options)) as Output
}

/** Calls an operation with its arguments gathered into one input. */
export async function perform(
  { issuer, send }: Transport,
  endpoint: Endpoint,
  input: Input,
  options: CallOptions | undefined,
): Promise<unknown> {
  const { name, malformed, run } = endpoint
  const field = findMalformedId(endpoint, input)
  if (field) return malformed?.(name, field, input as never)
  const once = async (part: Input) => readOutcome(endpoint, await send(toRequest(endpoint, part), options)) as never
  return run ? run(once, input, issuer) : once(input)
}
