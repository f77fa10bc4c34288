import type { Endpoint, Input } from './endpoint.js'
import { ManagementError } from './management-error.js'
import { type CallOptions, type ManagementOptions, readOptions } from './options.js'
import { readOutcome } from './read-outcome.js'
import { send, type WireResponse } from './send.js'
import { findMalformedId, toRequest, type WireRequest } from './to-request.js'

/** A connection to the backend API of one project. Its API key cannot be read out of it. */
export interface Transport {
  /** Origin of the auth URL, the issuer of the project's access tokens. */
  readonly issuer: string
  /** Sends one request as it is. For {@link call}, and for wrapping it. */
  readonly send: (request: WireRequest, options?: CallOptions) => Promise<WireResponse>
}

/**
 * Connects to the backend API without naming its operations, so that a bundle holds only those it calls.
 *
 * @throws {TypeError} wrong options
 * @example
 * ```ts
 * import { call, createTransport, fetchOrg } from '@propelauth-edge/management'
 *
 * const transport = createTransport({ authUrl: 'https://auth.example.com', apiKey: 'key' })
 * const org = await call(transport, fetchOrg, '14824461-43b7-4f9b-8e1b-a0f2e5717cd7')
 * ```
 */
export function createTransport(options: ManagementOptions): Transport {
  const settings = readOptions(options)
  return {
    issuer: settings.issuer,
    send: (request, callOptions) => send(settings, request, callOptions),
  }
}

/**
 * Calls one operation with the arguments its function in the client takes, and what that gives.
 * @throws {ManagementError} any code
 */
export async function call<Args extends readonly unknown[], Output>(
  transport: Transport,
  endpoint: Endpoint<Args, Output>,
  ...args: [...Args, options?: CallOptions]
): Promise<Output> {
  const { input, options } = readArguments(endpoint, args)
  return (await perform(transport, endpoint, input, options)) as Output
}

/** The options stand behind the arguments the endpoint declares. */
export function readArguments(endpoint: Endpoint, args: readonly unknown[]) {
  return {
    input: endpoint.args(...(args as never)) as Input,
    options: args[endpoint.args.length] as CallOptions | undefined,
  }
}

/** Calls an operation with its arguments gathered into one input. */
export async function perform(
  transport: Transport,
  endpoint: Endpoint,
  input: Input,
  options: CallOptions | undefined,
): Promise<unknown> {
  const malformed = findMalformedId(endpoint, input)
  if (malformed !== undefined) return answerMalformed(endpoint, input, malformed)
  const results: unknown[] = []
  for (const part of endpoint.split?.(input) ?? [input])
    results.push(readOutcome(endpoint, await transport.send(toRequest(endpoint, part), options)))
  const result = endpoint.split ? results.flat() : results[0]
  return endpoint.finish && result ? endpoint.finish(result as never, transport.issuer) : result
}

function answerMalformed({ name, malformed = 'not_found' }: Endpoint, input: Input, field: string): unknown {
  if (typeof malformed === 'function') return malformed(input as never)
  if (typeof malformed !== 'string') return malformed
  const fieldErrors = malformed === 'invalid_fields' ? { [field]: ['Not a valid id'] } : undefined
  throw new ManagementError(malformed, name, { fieldErrors })
}
