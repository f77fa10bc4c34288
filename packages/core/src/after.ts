/** A value that is there at once where the runtime can, and later where it cannot. */
export type Soon<Value> = Value | Promise<Value>

/** Not `instanceof`: the promises of a runtime may be those of another realm. */
export const isPromise = <Value>(value: Soon<Value>): value is Promise<Value> =>
  typeof (value as Partial<Promise<Value>> | undefined)?.then === 'function'

/** Goes on with a value: at once if it is there. */
export const after = <Value, Next>(value: Soon<Value>, next: (value: Value) => Soon<Next>): Soon<Next> =>
  isPromise(value) ? value.then(next) : next(value)
