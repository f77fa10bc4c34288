import type { Endpoint, Input } from '../endpoint/endpoint.js'
import type { CallOptions } from '../options/options.js'
import { readOutcome } from '../outcome/read-outcome.js'
import { findMalformedId } from '../request/find-malformed-id.js'
import { toRequest } from '../request/to-request.js'
import type { Transport } from '../transport/transport.js'

/** The arguments of a function: those of its endpoint, then the options of the call. */
export type Arguments<Args extends readonly unknown[]> = [...Args, options?: CallOptions]

/**
 * Calls an endpoint with the arguments of its function in the client, with the same result.
 * @throws {ManagementError} any code
 * @throws {TypeError} wrong options
 */
export const call = <Args extends readonly unknown[], Output>(
  transport: Transport,
  endpoint: Endpoint<Args, Output>,
  ...args: Arguments<Args>
): Promise<Output> => perform(transport, endpoint as Endpoint<never, Output>, args)

/**
 * What `call` and `iterate` share. The page replaces the inputs that choose one. `endpoint()` infers `Args` and `Output`
 * from the declaration, and the compiler checks them where `call` and `iterate` are used. In here, arguments, inputs and
 * results of all endpoints are alike; the casts connect the two.
 */
export async function perform<Output>(
  { issuer, send }: Transport,
  endpoint: Endpoint<never, Output>,
  args: readonly unknown[],
  page?: Input,
): Promise<Output> {
  const { name, on, malformed, run } = endpoint
  const input: Input = { ...endpoint.args(...(args as never)), ...page }
  // The options follow the arguments that the endpoint declares.
  const options = args[endpoint.args.length] as CallOptions | undefined
  const field = findMalformedId(endpoint, input)
  // An id that cannot exist is not sent. By default the result is that of a 404.
  if (field) return (malformed ? malformed(name, field, input as never) : on?.[404]) as Output
  const request = async (part: Input) => readOutcome(endpoint, await send(toRequest(endpoint, part), options)) as never
  return run ? run(request, input, issuer) : request(input)
}
