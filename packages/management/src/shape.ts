/**
 * How one value travels: its name and type in our camelCase world, and on the wire. The types say what it is; at run time
 * a shape holds no more than what `encode.ts` and `decode.ts` need, which is where names have to change.
 */
declare const types: unique symbol

/** One value: `DomainType` for callers, `WireType` as JSON. The two differ in the names of keys only. */
export interface Shape<DomainType, WireType> {
  /** An object with known keys, by their names on the wire. */
  readonly fields?: ReadonlyMap<string, Field>
  /** Every element of a list. */
  readonly items?: AnyShape
  /** Every value of an object whose keys are data. */
  readonly values?: AnyShape
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

/** The name callers see, and what stands there. */
type Field = readonly [name: string, shape: AnyShape]

/** What callers see of a shape. */
export type Domain<S extends AnyShape> = NonNullable<S[typeof types]>['domain']
/** What the JSON of a shape looks like. */
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
/** A free-form object given by the caller, whatever interface of theirs describes it. */
export const anyObject: Shape<object, JsonObject> = {}
export const stringMap: Shape<{ [key: string]: string }, { [key: string]: string }> = {}
export const textList: Shape<string[], string[]> = {}
/** A list given by the caller. */
export const texts: Shape<readonly string[], readonly string[]> = {}
/** A 2xx answer says it all; whatever body it has is ignored. */
export const accepted: Shape<true, unknown> = {}
/** Unix time in seconds. */
export const seconds: Shape<number, number> = {}
/** An id the official SDK checks before it asks. */
export const uuid: Shape<string, string> = { pattern: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i }
export const apiKeyId: Shape<string, string> = { pattern: /^[\da-f]{32}$/i }

/** One of the values of a const object, such as `UserQueryOrderBy`. */
// @__NO_SIDE_EFFECTS__
export function oneOf<Value extends string>(): Shape<Value, Value> {
  return {}
}

/** Any text that stays one segment of a path: dots would be walked, lone surrogates cannot be encoded. */
// @__NO_SIDE_EFFECTS__
export function segment<Value extends string>(): Shape<Value, Value> {
  return { pattern: /^(?!\.{1,2}$)[^\ud800-\udfff]+$/u }
}

/** Known keys, snake_case on the wire. The second argument is there for its type alone: see {@link typed}. */
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
 * Fields of an answer that need nothing at run time, as their names follow the rule and their values are left alone:
 * their types are all there is. What is sent is picked field by field, so this is nothing for requests.
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

/** An object whose keys are data (ids, provider names) and whose values have a shape. */
// @__NO_SIDE_EFFECTS__
export function map<D, W>(values: Shape<D, W>): Shape<{ [key: string]: D }, { [key: string]: W }> {
  return { values }
}

/** A field that may be absent. */
// @__NO_SIDE_EFFECTS__
export function optional<D, W>(shape: Shape<D, W>): Shape<D, W> & Optional {
  return shape
}

/** Absent or `null`, as the service likes; it reaches the caller the way it came. */
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

export const isText = (value: unknown): value is string => typeof value === 'string'
