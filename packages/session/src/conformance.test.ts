import { expect, test } from 'vitest'
import { observe, sessionCasesAsData } from '../test/conformance.js'

test.each(sessionCasesAsData)('$title', async (given) => {
  const { status, code, headers = {}, body, sets = [], deletes = [], calls = [] } = given.expected
  const observed = await observe(given)
  expect(observed).toMatchObject({ status, sets, deletes, calls })
  if (code) expect(JSON.parse(observed.body).code).toBe(code)
  if (body) expect(JSON.parse(observed.body)).toMatchObject(body)
  for (const [name, expected] of Object.entries(headers)) {
    const found = observed.headers.get(name)
    if (expected instanceof RegExp) expect(found, name).toMatch(expected)
    else expect(found, name).toBe(expected)
  }
})
