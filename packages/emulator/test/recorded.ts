/** The client as it is. It notes the functions that are called. */
export function recorded<Client extends object>(client: Client, called: Set<string>): Client {
  return new Proxy(client, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      return (...values: unknown[]): unknown => {
        called.add(String(name))
        return value.apply(target, values)
      }
    },
  })
}

/** The names of the functions of a client. */
export const functionsOf = (client: object): readonly string[] =>
  Object.entries(client).flatMap(([name, value]) => (typeof value === 'function' ? [name] : []))
