// What runs inside the bare VM; the server around it is in runtimes.ts.

import type { Env } from '../apps/app.ts'
import { fetchApp } from '../apps/index.ts'

const ctx = { waitUntil() {} }

export async function answer(
  url: string,
  init: { method: string; headers: [string, string][]; body?: string },
  env: Env,
) {
  const response = await fetchApp(new Request(url, init), env, ctx)
  return { status: response.status, headers: [...response.headers], body: await response.text() }
}
