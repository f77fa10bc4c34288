import { expect } from 'vitest'
import type { Observed, SessionCase } from './conformance/case.js'

/** Checks what became of the request of a case. */
export function expectObserved(observed: Observed, { expected }: SessionCase): void {
  const { status, code, headers = {}, body, sets = [], deletes = [], calls = [] } = expected
  expect(observed).toMatchObject({ status, sets, deletes, calls })
  if (code) expect(JSON.parse(observed.body).code).toBe(code)
  if (body) expect(JSON.parse(observed.body)).toMatchObject(body)
  for (const [name, value] of Object.entries(headers)) {
    const found = observed.headers.get(name)
    if (value instanceof RegExp) expect(found, name).toMatch(value)
    else expect(found, name).toBe(value)
  }
}
