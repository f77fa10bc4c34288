import type { Endpoint, Input } from './endpoint.js'
import { ManagementError } from './management-error.js'
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
  // The options stand behind the arguments that the endpoint declares.
  const options = args[endpoint.args.length] as CallOptions | undefined
  return (await perform(transport, endpoint, toInput(endpoint, args), options)) as Output
}

/** Gathers positional arguments into one input. */
export const toInput = ({ args }: Endpoint, given: readonly unknown[]) => args(...(given as never)) as Input

/** Calls an operation with its arguments gathered into one input. */
export async function perform(
  transport: Transport,
  endpoint: Endpoint,
  input: Input,
  options: CallOptions | undefined,
): Promise<unknown> {
  const malformed = findMalformedId(endpoint, input)
  if (malformed) return answerMalformed(endpoint, input, malformed)
  const once = async (part: Input) => readOutcome(endpoint, await transport.send(toRequest(endpoint, part), options))
  const result = await (endpoint.batch ? endpoint.batch(once, input) : once(input))
  return endpoint.finish && result ? endpoint.finish(result as never, transport.issuer) : result
}

function answerMalformed({ name, malformed = 'not_found' }: Endpoint, input: Input, field: string): unknown {
  if (typeof malformed === 'function') return malformed(input as never)
  if (typeof malformed !== 'string') return malformed
  throw new ManagementError(malformed, name, { fieldErrors: { [field]: ['Not a valid id'] } })
}
