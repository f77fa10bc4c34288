// What runs inside the bare VM; the server around it is in runtimes.ts.

import type { Env } from '../apps/app.ts'
import { fetchApp } from '../apps/index.ts'

const ctx = { waitUntil() {} }

export async function answer(
  url: string,
  { body, ...init }: { method: string; headers: [string, string][]; body?: number[] },
  env: Env,
) {
  // Bytes of this realm, as they came.
  const request = new Request(url, { ...init, ...(body && { body: Uint8Array.from(body) }) })
  const response = await fetchApp(request, env, ctx)
  return { status: response.status, headers: [...response.headers], body: await response.text() }
}
