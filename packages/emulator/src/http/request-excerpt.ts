import type { Context } from 'hono'
import { parseJson } from './body.js'
import { maskJson, maskParameters } from './mask-secrets.js'

/** The log keeps thousands of requests, so each may have only so much text. */
const MAX_LENGTH = 2000

/** What a log may show of a request: no header, and no secret. */
export interface RequestExcerpt {
  /** The query string with `***` for secrets. Empty without one, and if it is longer than 2,000 characters. */
  readonly query: string
  /** The JSON or the form with `***` for secrets. Null without one, and if it is longer than 2,000 characters. */
  readonly body: string | null
}

/** Reads the body, so it comes after the handler, which may refuse a request before it reads that. */
export async function requestExcerpt(c: Context): Promise<RequestExcerpt> {
  const { search, searchParams } = new URL(c.req.url)
  return { query: search.length > MAX_LENGTH ? '' : maskParameters(searchParams), body: await bodyExcerpt(c) }
}

async function bodyExcerpt(c: Context): Promise<string | null> {
  if (c.req.raw.body === null || Number(c.req.header('Content-Length') ?? 0) > MAX_LENGTH) return null
  try {
    const text = await c.req.text()
    if (text === '' || text.length > MAX_LENGTH) return null
    return isForm(c) ? maskParameters(new URLSearchParams(text)) : JSON.stringify(maskJson(parseJson(text)))
  } catch {
    // Not JSON, or the connection was lost before the end of the body.
    return null
  }
}

const isForm = (c: Context): boolean =>
  c.req.header('Content-Type')?.startsWith('application/x-www-form-urlencoded') ?? false
