/** A value, or a promise of it where the runtime is asynchronous. */
export type MaybePromise<Value> = Value | Promise<Value>

/** Not `instanceof`: the promises of a runtime may be those of another realm. */
export const isPromise = <Value>(value: MaybePromise<Value>): value is Promise<Value> =>
  typeof (value as Partial<Promise<Value>> | undefined)?.then === 'function'

/** Continues with a value: synchronously if it is available. */
export const after = <Value, Next>(
  value: MaybePromise<Value>,
  next: (value: Value) => MaybePromise<Next>,
): MaybePromise<Next> => (isPromise(value) ? value.then(next) : next(value))
