/** The cookies of a browser for one host, by the rules that matter here. */
export interface CookieJar {
  /** Stores the cookies of an answer. Throws for a cookie that browsers would refuse. */
  store(response: Response): void
  readonly header: string
  readonly names: readonly string[]
  get(name: string): string | undefined
  set(name: string, value: string): void
}

export interface ParsedCookie {
  readonly name: string
  readonly value: string
  readonly attributes: Readonly<Record<string, string>>
}

export function parseSetCookie(header: string): ParsedCookie {
  const [pair = '', ...rest] = header.split('; ')
  const at = pair.indexOf('=')
  const attributes = rest.map((part) => {
    const [name = '', value = ''] = part.split('=')
    return [name.toLowerCase(), value]
  })
  return { name: pair.slice(0, at), value: pair.slice(at + 1), attributes: Object.fromEntries(attributes) }
}

export const cookiesOf = (response: Response): ParsedCookie[] => response.headers.getSetCookie().map(parseSetCookie)

/** The attributes that every cookie has, and no others: a value that brought one along would be seen. */
const allowed = ['path', 'httponly', 'secure', 'samesite', 'max-age']

function check({ name, value, attributes }: ParsedCookie): void {
  const wrong = (reason: string) => {
    throw new Error(`cookie ${name}: ${reason}`)
  }
  if (name.length + value.length > 4_096) wrong('longer than 4,096 bytes')
  if (!/^[\w-]+$/.test(name)) wrong('a name with other characters')
  if (!/^[\w.~!*'()%-]*$/.test(value)) wrong(`a value that is not encoded: ${value}`)
  for (const attribute of Object.keys(attributes)) if (!allowed.includes(attribute)) wrong(`attribute ${attribute}`)
  if (attributes.path !== '/' || !('httponly' in attributes)) wrong('without Path=/ or HttpOnly')
  if (name.startsWith('__Host-') && !('secure' in attributes)) wrong('without Secure')
  if (!/^(Lax|Strict|None)$/.test(attributes.samesite ?? '')) wrong('without SameSite')
}

export function createCookieJar(now: () => number = Date.now): CookieJar {
  const cookies = new Map<string, { value: string; endsAt: number }>()
  const live = () => [...cookies].filter(([, { endsAt }]) => endsAt > now())
  return {
    store(response) {
      for (const cookie of cookiesOf(response)) {
        check(cookie)
        const endsAt = now() + Number(cookie.attributes['max-age']) * 1_000
        // A browser keeps the place of a cookie that it replaces.
        if (endsAt <= now()) cookies.delete(cookie.name)
        else cookies.set(cookie.name, { value: cookie.value, endsAt })
      }
    },
    get header() {
      return live()
        .map(([name, { value }]) => `${name}=${value}`)
        .join('; ')
    },
    get names() {
      return live().map(([name]) => name)
    },
    get: (name) => live().find(([found]) => found === name)?.[1].value,
    set: (name, value) => cookies.set(name, { value, endsAt: Number.POSITIVE_INFINITY }),
  }
}
