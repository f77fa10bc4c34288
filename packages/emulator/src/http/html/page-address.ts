import type { Context } from 'hono'

/** The path of the page with its filter and other parameters. */
export function ownAddress(c: Context, parameters: Readonly<Record<string, string | undefined>> = {}): string {
  const { pathname, searchParams } = new URL(c.req.url)
  searchParams.delete('done')
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined) searchParams.delete(name)
    else searchParams.set(name, value)
  }
  const query = searchParams.toString()
  return query === '' ? pathname : `${pathname}?${query}`
}

/** A whole number in the address, such as the page of a list. 0 for anything else. */
export function queryNumber(c: Context, name: string): number {
  const value = Number(c.req.query(name) ?? 0)
  return Number.isSafeInteger(value) && value >= 0 && value <= 1_000_000 ? value : 0
}
