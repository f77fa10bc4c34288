import { StatementSync } from 'node:sqlite'
import { vi } from 'vitest'

/** The SQL of every statement that runs while the work is done. */
export async function statementsOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  const recorded: string[] = []
  const spies = (['all', 'get', 'run'] as const).map((method) => {
    const original = StatementSync.prototype[method] as (...values: unknown[]) => unknown
    return vi.spyOn(StatementSync.prototype, method).mockImplementation(function (
      this: StatementSync,
      ...values: unknown[]
    ) {
      recorded.push(this.sourceSQL)
      return original.apply(this, values) as never
    })
  })
  try {
    await work()
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
  return recorded
}
