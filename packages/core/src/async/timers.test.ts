import { describe, expect, test } from 'vitest'
import { sleep, within } from './timers.js'

const never = new Promise<never>(() => {})

describe('work within a time', () => {
  test('gives its result or its error', async () => {
    expect(await within(1_000, async () => 7)).toBe(7)
    await expect(within(1_000, () => Promise.reject(new Error('mine')))).rejects.toThrow('mine')
    const failing = () => {
      throw new Error('at once')
    }
    await expect(within(1_000, failing)).rejects.toThrow('at once')
  })

  test('is a rejection after the time-out, also if it ignores the signal', async () => {
    let signal: AbortSignal | undefined
    const deaf = within(20, (given) => {
      signal = given
      return never
    })
    expect(signal?.aborted).toBe(false)
    await expect(deaf).rejects.toThrow('no answer within 20 ms')
    expect(signal?.aborted).toBe(true)
  })

  test('that fails after the time-out causes no unhandled rejection', async () => {
    await expect(within(5, () => sleep(30).then(() => Promise.reject(new Error('late'))))).rejects.toThrow('no answer')
    await sleep(50)
  })

  test('that ends in time is not aborted later', async () => {
    let signal: AbortSignal | undefined
    await within(20, async (given) => {
      signal = given
    })
    await sleep(40)
    expect(signal?.aborted).toBe(false)
  })
})
