/** The client as it is. It notes the functions whose answer counts, by default every one that does not fail. */
export function recorded<Client extends object>(
  client: Client,
  called: Set<string>,
  counts: (answer: unknown) => boolean = () => true,
): Client {
  return new Proxy(client, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      return (...values: unknown[]): unknown => {
        const answer: unknown = value.apply(target, values)
        const note = (result: unknown) => {
          if (counts(result)) called.add(String(name))
        }
        if (answer instanceof Promise) answer.then(note, () => {})
        else note(answer)
        return answer
      }
    },
  })
}

/** The names of the functions of a client. */
export const functionsOf = (client: object): readonly string[] =>
  Object.entries(client).flatMap(([name, value]) => (typeof value === 'function' ? [name] : []))
