import type { SQLInputValue, SQLOutputValue } from 'node:sqlite'

/** The storage of a Durable Object with SQLite, as far as the emulator uses it. */
export interface ObjectStorage {
  readonly sql: {
    exec(query: string, ...bindings: readonly SQLInputValue[]): { toArray(): Record<string, SQLOutputValue>[] }
  }
  /** Kept beside the tables of `sql`, in the same transactions. */
  readonly kv: {
    get(key: string): unknown
    put(key: string, value: unknown): void
  }
  transactionSync<Result>(work: () => Result): Result
  setAlarm(time: number): Promise<void>
}
