/** Freezes a value deeply. Not recursive: JSON of a token may nest thousands of levels. */
export function deepFreeze<Value>(value: Value): Value {
  const pending: unknown[] = [value]
  for (const next of pending) {
    // Every primitive is frozen. So is an object that comes again: data that is not from a token may contain itself.
    if (Object.isFrozen(next)) continue
    for (const part of Object.values(Object.freeze(next) as object)) if (typeof part === 'object') pending.push(part)
  }
  return value
}
