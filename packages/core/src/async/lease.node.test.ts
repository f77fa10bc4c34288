import { expect, test, vi } from 'vitest'
import { createLease } from './lease.js'

const { setImmediate } = globalThis

// On workerd, nothing but a timer lets the event loop turn, so that a waiter needs timers there.
test('with timers that stand still, as test tools make them, those who wait for quick work are woken', async () => {
  vi.useFakeTimers()
  try {
    const lease = createLease(Date.now, 5_000)
    let done = false
    const owner = lease.run(async () => {
      for (let turns = 0; turns < 5; turns++) await new Promise((resolve) => setImmediate(resolve))
      done = true
    })
    await Promise.all([lease.wait(), lease.wait()])
    expect(done).toBe(true)
    await owner
  } finally {
    vi.useRealTimers()
  }
})
