import type { SoakEnv } from './handler.ts'
import type { LoopUsage } from './loop-usage.ts'

/** A process under test. */
export interface SoakProcess {
  readonly name: string
  readonly port: number
  /** Memory in use by the process, in bytes; 0 where the system does not report it. */
  residentBytes(): number
  /** What it has written that must not happen. */
  complaints(): readonly string[]
  hasExited(): boolean
  kill(): Promise<void>
}

export type OnUsage = (usage: LoopUsage) => void

/** Starts a process under test, without any tool in between. A runtime that knows its event-loop usage reports it once a second. */
export type Launch = (env: SoakEnv, onUsage: OnUsage) => Promise<SoakProcess>
