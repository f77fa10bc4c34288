import { expect, test } from 'vitest'
import { createRequestLog } from './request-log.js'

test('the log is bounded, and keeps the last requests', () => {
  const log = createRequestLog()
  const paths = Array.from({ length: 10_050 }, (_, index) => `/${index}`)
  const request = { method: 'GET', query: '', body: null, status: 200, time: '2026-01-01T00:00:00.000Z' }
  for (const path of paths) log.add({ ...request, path })
  const kept = log.list().map(({ path }) => path)
  expect(kept.length).toBeLessThanOrEqual(10_000)
  expect(kept).toEqual(paths.slice(-kept.length))
})
