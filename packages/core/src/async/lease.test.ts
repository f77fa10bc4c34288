import { describe, expect, test, vi } from 'vitest'
import { inFakeTime } from '../../test/fake-time.js'
import { createLease } from './lease.js'
import { sleep } from './timers.js'

const never = new Promise<never>(() => {})
/** Work that ends when the test says so. */
function openWork() {
  let end = () => {}
  const work = new Promise<void>((resolve) => {
    end = resolve
  })
  return { work, end }
}

const createTestLease = () => createLease(Date.now, 5_000)

describe('a lease', () => {
  test('is held while its owner works, and free afterwards, also after a failure', async () => {
    const lease = createTestLease()
    expect(lease.isHeld()).toBe(false)
    const { work, end } = openWork()
    const owner = lease.run(() => work)
    expect(lease.isHeld()).toBe(true)
    end()
    await owner
    expect(lease.isHeld()).toBe(false)
    await expect(lease.run(() => Promise.reject(new Error('mine')))).rejects.toThrow('mine')
    expect(lease.isHeld()).toBe(false)
  })

  test('makes others wait until its owner has finished', async () => {
    const { result: seen } = await inFakeTime(async () => {
      const lease = createTestLease()
      let done = false
      void lease.run(async () => {
        await sleep(60)
        done = true
      })
      return Promise.all(Array.from({ length: 20 }, () => lease.wait().then(() => done)))
    })
    expect(seen).toEqual(Array(20).fill(true))
  })

  test('that is free is not waited for', async () => {
    const { tookMs } = await inFakeTime(() => createTestLease().wait())
    expect(tookMs).toBe(0)
  })

  test('is free again half a second after the last heartbeat of its owner', async () => {
    const { tookMs } = await inFakeTime(async () => {
      const lease = createTestLease()
      void lease.run(() => never)
      // The owner's request was cancelled, and its timers with it.
      vi.clearAllTimers()
      expect(lease.isHeld()).toBe(true)
      await lease.wait()
      expect(lease.isHeld()).toBe(false)
    })
    expect(tookMs).toBeGreaterThanOrEqual(500)
    expect(tookMs).toBeLessThan(600)
  })

  test('is kept by an owner that takes long and sends heartbeats', async () => {
    const { tookMs } = await inFakeTime(async () => {
      const lease = createTestLease()
      void lease.run(() => sleep(3_900))
      await lease.wait()
    })
    expect(tookMs).toBeGreaterThanOrEqual(3_900)
    expect(tookMs).toBeLessThan(3_930)
  })

  test('ends after the longest time that work may take, whichever way the clock steps', () => {
    let now = 1_000_000
    const lease = createLease(() => now, 5_000)
    void lease.run(() => never)
    for (const [step, held] of [
      [4_999, true],
      [5_000, false],
      [-4_999, true],
      [-5_000, false],
    ] as const) {
      now = 1_000_000 + step
      expect(lease.isHeld()).toBe(held)
    }
  })

  test('that a new owner has taken is not released by the late one', async () => {
    let now = 0
    const lease = createLease(() => now, 5_000)
    const [first, second] = [openWork(), openWork()]
    const late = lease.run(() => first.work)
    now = 5_000
    const next = lease.run(() => second.work)
    first.end()
    await late
    expect(lease.isHeld()).toBe(true)
    second.end()
    await next
    expect(lease.isHeld()).toBe(false)
  })
})
