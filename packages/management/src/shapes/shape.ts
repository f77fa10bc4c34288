/**
 * How one value is represented for callers (camelCase) and on the wire (snake_case JSON). The types describe both; at run
 * time a shape holds only what `encode.ts` and `decode.ts` need to rename keys.
 */
declare const types: unique symbol

/** One value: `DomainType` for callers, `WireType` as JSON. The two differ in the names of keys only. */
export interface Shape<DomainType, WireType> {
  /** The fields of an object with known keys, by wire name. */
  readonly fields?: ReadonlyMap<string, Field>
  /** Every element of a list. */
  readonly items?: AnyShape
  /** Every value of an object whose keys are data. */
  readonly values?: AnyShape
  /** The key on the wire where it is not the snake_case form of ours. */
  readonly wireName?: string
  /** The form of an id. Other ids cannot exist, so no request is made for them. */
  readonly pattern?: RegExp
  readonly [types]?: { readonly domain: DomainType; readonly wire: WireType }
}

export type AnyShape = Shape<unknown, unknown>

export interface Fields {
  readonly [name: string]: AnyShape
}

/** The name for callers, and the shape of the value. */
type Field = readonly [name: string, shape: AnyShape]

/** The type of a shape for callers. */
export type Domain<S extends AnyShape> = NonNullable<S[typeof types]>['domain']
/** The type of a shape's JSON. */
export type Wire<S extends AnyShape> = NonNullable<S[typeof types]>['wire']

/** Marks a field that may be absent. */
interface Optional {
  readonly optional?: true
}

type Snake<Name> = Name extends `${infer Head}${infer Tail}`
  ? Head extends Lowercase<Head>
    ? `${Head}${Snake<Tail>}`
    : `_${Lowercase<Head>}${Snake<Tail>}`
  : Name

type WireName<Name, S> = S extends { readonly wireName: infer Named extends string } ? Named : Snake<Name>
type OptionalKeys<F extends Fields> = { [K in keyof F]: 'optional' extends keyof F[K] ? K : never }[keyof F]
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

export const text: Shape<string, string> = {}
export const int: Shape<number, number> = {}
export const flag: Shape<boolean, boolean> = {}
export const json: Shape<JsonObject, JsonObject> = {}
/** A free-form object given by the caller, of any interface. */
export const anyObject: Shape<object, JsonObject> = {}
export const stringMap: Shape<{ [key: string]: string }, { [key: string]: string }> = {}
export const textList: Shape<string[], string[]> = {}
/** A list given by the caller. */
export const texts: Shape<readonly string[], readonly string[]> = {}
/** Any 2xx is a success; its body is ignored. */
export const accepted: Shape<true, unknown> = {}
/** Unix time in seconds. */
export const seconds: Shape<number, number> = {}
/** An id that the official SDK checks, too. */
export const uuid: Shape<string, string> = { pattern: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i }
export const apiKeyId: Shape<string, string> = { pattern: /^[\da-f]{32}$/i }

/** One of the values of a const object, such as `UserQueryOrderBy`. */
// @__NO_SIDE_EFFECTS__
export function oneOf<Value extends string>(): Shape<Value, Value> {
  return {}
}

/** Any text that is one path segment: no dot segments and no lone surrogates. The latter cannot be encoded. */
// @__NO_SIDE_EFFECTS__
export function segment<Value extends string>(): Shape<Value, Value> {
  return { pattern: /^(?!\.{1,2}$)[^\ud800-\udfff]+$/u }
}

/** An object with known keys, snake_case on the wire. Only the type of the second argument counts: see {@link typed}. */
// @__NO_SIDE_EFFECTS__
export function object<F extends Fields, More extends Fields = Record<never, never>>(
  fields: F,
  _more?: More,
): Shape<DomainFields<F & More>, WireFields<F & More>> {
  const entries = Object.entries<AnyShape>(fields)
  return { fields: new Map(entries.map((field) => [field[1].wireName ?? toSnakeCase(field[0]), field])) }
}

type Typed<T> = {
  readonly [K in keyof T]-?: Shape<T[K], T[K]> & (Record<never, never> extends Pick<T, K> ? Optional : unknown)
}

/**
 * Fields of a response, types only: their names follow the rule and their values have no shape.
 * Not for requests, whose fields are picked one by one.
 */
// @__NO_SIDE_EFFECTS__
export function typed<T extends object>(): Typed<T> | undefined {
  return undefined
}

const toSnakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

// @__NO_SIDE_EFFECTS__
export function list<D, W>(items: Shape<D, W>): Shape<D[], W[]> {
  return { items }
}

/** An object with data as keys (ids, provider names) and values of one shape. */
// @__NO_SIDE_EFFECTS__
export function map<D, W>(values: Shape<D, W>): Shape<{ [key: string]: D }, { [key: string]: W }> {
  return { values }
}

/** A field that may be absent. */
// @__NO_SIDE_EFFECTS__
export function optional<D, W>(shape: Shape<D, W>): Shape<D, W> & Optional {
  return shape
}

/** A field that may be absent or `null`; callers get what the service sent. */
// @__NO_SIDE_EFFECTS__
export function maybe<D, W>(shape: Shape<D, W>): Shape<D | null, W | null> & Optional {
  return shape as Shape<D | null, W | null>
}

/** A key whose wire name is not the snake_case form of ours. */
// @__NO_SIDE_EFFECTS__
export function named<const Name extends string, S extends AnyShape>(
  wireName: Name,
  shape: S,
): S & { readonly wireName: Name } {
  return { ...shape, wireName }
}
