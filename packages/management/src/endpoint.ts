import type { ManagementErrorCode } from './error-codes.js'
import type { AnyShape, Domain, Shape, Wire } from './shape.js'

declare const types: unique symbol

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export type Route = `${Method} /${string}`

/** What one operation sends and gets, as JSON. */
export interface WireTypes {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
  readonly result: unknown
}

/** One operation of the service as it looks on the wire. */
export interface Row<R extends Route = Route, W extends WireTypes = WireTypes> {
  readonly name: string
  /** Method and path, the names in braces as on the wire. */
  readonly route: R
  readonly params?: AnyShape
  readonly query?: AnyShape
  readonly body?: AnyShape
  readonly result: AnyShape
  readonly [types]?: W
}

/** The wire types of a row. */
export type WireTypesOf<E extends Row> = NonNullable<E[typeof types]>

/** What a status means for one row: a value for the caller, or an error of this code. */
export type Outcome = null | false | ManagementErrorCode

export interface Input {
  readonly [name: string]: unknown
}

/** An operation the client has a function for. */
export interface Endpoint<
  Args extends readonly unknown[] = never,
  Output = unknown,
  R extends Route = Route,
  W extends WireTypes = WireTypes,
> extends Row<R, W> {
  /** The positional arguments of the official SDK, gathered into one input. Without default values: its length counts. */
  readonly args: (...args: Args) => object
  readonly on?: { readonly [status: number]: Outcome }
  readonly malformed?: (operation: string, field: string, input: never) => unknown
  readonly host?: 'auth'
  readonly run?: (once: (input: Input) => Promise<never>, input: Input, issuer: string) => Promise<Output>
}

type NamesIn<Path> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never

/** A path names exactly the parameters of its row, or it does not compile. */
type Named<R extends string, Params> = [NamesIn<R>, keyof Params] extends [keyof Params, NamesIn<R>] ? R : never

type Nothing = Shape<unknown, unknown>

interface RowDeclaration<R extends Route, P extends AnyShape, Q extends AnyShape, B extends AnyShape, Result> {
  readonly name: string
  readonly route: R & Named<R, Wire<P>>
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  readonly result: Result
}

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
> extends RowDeclaration<R, P, Q, B, Result> {
  readonly args: (...args: Args) => Domain<P> & Domain<Q> & Domain<B>
  /** What a status means here, where it differs from everywhere else. */
  readonly on?: On
  /** What an id that cannot be one gives, without a call; `field` is its name on the wire. */
  readonly malformed?: (operation: string, field: string, input: Domain<P> & Domain<Q> & Domain<B>) => Malformed
  /** `auth`: sent to the auth URL itself, not to the API host. */
  readonly host?: 'auth'
  /** Makes what callers get, out of one request or several. The issuer is the origin of the auth URL. */
  readonly run?: (once: (input: Input) => Promise<Domain<Result>>, input: Input, issuer: string) => Promise<Finished>
}

type WireOf<P extends AnyShape, Q extends AnyShape, B extends AnyShape, Result extends AnyShape> = {
  readonly params: Wire<P>
  readonly query: Wire<Q>
  readonly body: Wire<B>
  readonly result: Wire<Result>
}

/** Declares one operation: its function, types, docs row and tests follow from it. */
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
