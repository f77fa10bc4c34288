/**
 * How one value travels: its name and type in our camelCase world, and on the wire. A shape is data; `encode.ts` and
 * `decode.ts` read it. Decoding renames and never rejects, so a new field of the service breaks no old client.
 */
declare const types: unique symbol

/** One value: `DomainType` for callers, `WireType` as JSON. The two differ in the names of keys only. */
export interface Shape<DomainType, WireType> {
  /** For the docs. */
  readonly type: string
  /** An object with known keys. */
  readonly fields?: Fields
  /** Every element of an array, or every value of a map whose keys are data. */
  readonly items?: AnyShape
  readonly optional?: boolean
  readonly nullable?: boolean
  /** The key on the wire where it is not the snake_case form of ours. */
  readonly wireName?: string
  /** What an id must look like; anything else cannot exist, so nothing is asked for. */
  readonly pattern?: RegExp
  readonly [types]?: { readonly domain: DomainType; readonly wire: WireType }
}

export type AnyShape = Shape<unknown, unknown>

export interface Fields {
  readonly [name: string]: AnyShape
}

/** What callers see of a shape. */
export type Domain<S extends AnyShape> = NonNullable<S[typeof types]>['domain']
/** What the JSON of a shape looks like. */
export type Wire<S extends AnyShape> = NonNullable<S[typeof types]>['wire']

type Snake<Name> = Name extends `${infer Head}${infer Tail}`
  ? Head extends Lowercase<Head>
    ? `${Head}${Snake<Tail>}`
    : `_${Lowercase<Head>}${Snake<Tail>}`
  : Name

type WireName<Name, S> = S extends { readonly wireName: infer Named extends string } ? Named : Snake<Name>
type OptionalKeys<F extends Fields> = { [K in keyof F]: F[K] extends { readonly optional: true } ? K : never }[keyof F]
type DomainFields<F extends Fields> = { [K in Exclude<keyof F, OptionalKeys<F>>]: Domain<F[K]> } & {
  [K in OptionalKeys<F>]?: Domain<F[K]> | undefined
}
type WireFields<F extends Fields> = {
  [K in Exclude<keyof F, OptionalKeys<F>> as WireName<K, F[K]>]: Wire<F[K]>
} & { [K in OptionalKeys<F> as WireName<K, F[K]>]?: Wire<F[K]> | undefined }

/** A free-form JSON object of the user's own: its keys are data and are never renamed. */
export interface JsonObject {
  [key: string]: unknown
}

export const text: Shape<string, string> = { type: 'text' }
export const int: Shape<number, number> = { type: 'integer' }
export const flag: Shape<boolean, boolean> = { type: 'boolean' }
export const json: Shape<JsonObject, JsonObject> = { type: 'object' }
/** A free-form object given by the caller, whatever interface of theirs describes it. */
export const anyObject: Shape<object, JsonObject> = { type: 'object' }
export const stringMap: Shape<{ [key: string]: string }, { [key: string]: string }> = { type: 'map of text' }
/** A list given by the caller. */
export const texts: Shape<readonly string[], readonly string[]> = { type: 'list of text' }
/** A 2xx answer says it all; whatever body it has is ignored. */
export const accepted: Shape<true, unknown> = { type: 'true' }
/** Unix time in seconds. */
export const seconds: Shape<number, number> = { type: 'Unix seconds' }
/** A UTC day. A `Date` travels as its day. */
export const day: Shape<Date | string, string> = { type: 'YYYY-MM-DD' }
/** An id the official SDK checks before it asks. */
export const uuid: Shape<string, string> = { type: 'UUID', pattern: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i }
export const apiKeyId: Shape<string, string> = { type: '32 hex digits', pattern: /^[\da-f]{32}$/i }

/** One of the values of a const object, such as `UserQueryOrderBy`. */
// @__NO_SIDE_EFFECTS__
export function oneOf<Value extends string>(values: { readonly [name: string]: Value }): Shape<Value, Value> {
  return { type: Object.values(values).join(', ') }
}

/** A known set of keys, snake_case on the wire. */
// @__NO_SIDE_EFFECTS__
export function object<F extends Fields>(fields: F): Shape<DomainFields<F>, WireFields<F>> {
  return { type: 'object', fields }
}

// @__NO_SIDE_EFFECTS__
export function list<D, W>(items: Shape<D, W>): Shape<D[], W[]> {
  return { type: 'list', items }
}

/** An object whose keys are data (ids, provider names) and whose values have a shape. */
// @__NO_SIDE_EFFECTS__
export function map<D, W>(items: Shape<D, W>): Shape<{ [key: string]: D }, { [key: string]: W }> {
  return { type: 'map', items }
}

// @__NO_SIDE_EFFECTS__
export function optional<D, W>(shape: Shape<D, W>): Shape<D, W> & { readonly optional: true } {
  return { ...shape, optional: true }
}

/** Missing or `null`, as the service likes; it reaches the caller the way it came. */
// @__NO_SIDE_EFFECTS__
export function maybe<D, W>(shape: Shape<D, W>): Shape<D | null, W | null> & { readonly optional: true } {
  return { ...(shape as Shape<D | null, W | null>), optional: true, nullable: true }
}

/** A key whose wire name is not the snake_case form of ours. */
// @__NO_SIDE_EFFECTS__
export function named<const Name extends string, S extends AnyShape>(
  wireName: Name,
  shape: S,
): S & { readonly wireName: Name } {
  return { ...shape, wireName }
}

/** The key of a field on the wire. */
export function wireNameOf(name: string, shape: AnyShape): string {
  return shape.wireName ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
