/** What the app sees of a request. */
export function GET({ headers }: Request) {
  const seen: Record<string, string> = {}
  headers.forEach((value, name) => {
    if (/^(cookie|x-propelauth-.*)$/.test(name)) seen[name] = value
  })
  return Response.json(seen)
}
