import type { ManagementErrorCode, Outcome } from '../errors/error-codes.js'
import type { AnyShape, Domain, Shape, Wire } from '../shapes/shape.js'

declare const types: unique symbol

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export type Route = `${Method} /${string}`

/** The JSON that an endpoint sends and receives. */
export interface WireTypes {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
  readonly result: unknown
}

/** The arguments of a function as one object. */
export interface Input {
  readonly [name: string]: unknown
}

/** Meanings of the service's own error codes. */
export type ErrorCodes = ReadonlyMap<unknown, ManagementErrorCode>

/** One endpoint of the service, declared once: its function, types, documentation and tests follow from it. */
export interface Endpoint<
  Args extends readonly unknown[] = never,
  Output = unknown,
  R extends Route = Route,
  W extends WireTypes = WireTypes,
> {
  /** The name of its function. */
  readonly name: string
  /** Method and path, with the wire names of parameters in braces. */
  readonly route: R
  readonly params?: AnyShape
  readonly query?: AnyShape
  readonly body?: AnyShape
  readonly result: AnyShape
  /**
   * Turns the positional arguments of the official SDK into one input. Without default values, since its `length` is the
   * number of arguments before the options of the call.
   */
  readonly args: (...args: Args) => object
  readonly on?: { readonly [status: number]: Outcome }
  readonly errorCodes?: ErrorCodes
  readonly malformed?: (name: string, field: string, input: never) => unknown
  readonly host?: 'auth'
  readonly run?: (request: (input: Input) => Promise<never>, input: Input, issuer: string) => Promise<Output>
  readonly [types]?: W
}

/** The wire types of an endpoint. */
export type WireTypesOf<E extends { readonly [types]?: WireTypes }> = NonNullable<E[typeof types]>

type NamesIn<Path> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never

/** A path names exactly the parameters of its endpoint, or it does not compile. */
type Named<R extends string, Params> = [NamesIn<R>, keyof Params] extends [keyof Params, NamesIn<R>] ? R : never

type Nothing = Shape<unknown, unknown>

interface Declaration<
  R extends Route,
  P extends AnyShape,
  Q extends AnyShape,
  B extends AnyShape,
  Result extends AnyShape,
  Args extends readonly unknown[],
  On extends { readonly [status: number]: Outcome },
  Malformed,
  Finished,
> {
  readonly name: string
  readonly route: R & Named<R, Wire<P>>
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  readonly result: Result
  readonly args: (...args: Args) => Domain<P> & Domain<Q> & Domain<B>
  /** The meaning of statuses that mean something else for other endpoints. */
  readonly on?: On
  /** The meaning of error codes, which count more than the status. */
  readonly errorCodes?: ErrorCodes
  /** The result for a malformed id; `field` is its wire name. Default: the value of `on[404]`. */
  readonly malformed?: (name: string, field: string, input: Domain<P> & Domain<Q> & Domain<B>) => Malformed
  /** `auth`: sent to the auth URL itself instead of the API host. */
  readonly host?: 'auth'
  /** Makes the result out of one request or several. The issuer is the origin of the auth URL. */
  readonly run?: (request: (input: Input) => Promise<Domain<Result>>, input: Input, issuer: string) => Promise<Finished>
}

type WireOf<P extends AnyShape, Q extends AnyShape, B extends AnyShape, Result extends AnyShape> = {
  readonly params: Wire<P>
  readonly query: Wire<Q>
  readonly body: Wire<B>
  readonly result: Wire<Result>
}

/** Declares an endpoint; infers the types of its function. */
// @__NO_SIDE_EFFECTS__
export function endpoint<
  const R extends Route,
  Args extends readonly unknown[],
  Result extends AnyShape,
  P extends AnyShape = Nothing,
  Q extends AnyShape = Nothing,
  B extends AnyShape = Nothing,
  const On extends { readonly [status: number]: Outcome } = Record<never, never>,
  const Malformed = never,
  Finished = Domain<Result>,
>(
  declaration: Declaration<R, P, Q, B, Result, Args, On, Malformed, Finished>,
): Endpoint<Args, Finished | Exclude<On[keyof On], string> | Malformed, R, WireOf<P, Q, B, Result>> {
  return declaration as Endpoint<Args, Finished | Exclude<On[keyof On], string> | Malformed, R, WireOf<P, Q, B, Result>>
}
