import { setTimeout as sleep } from 'node:timers/promises'
import type { JsonObject } from '../values/json.js'
import { matchesPath } from './paths.js'

/** A fault that is injected into matching requests. Without `status` they are only delayed. */
export interface FaultRule {
  /** A path that ends in `*` matches every path with that prefix. */
  readonly path: string
  readonly method?: string | undefined
  readonly status?: number | undefined
  /** A string is sent as text, an object as JSON. */
  readonly body?: JsonObject | string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly delayMs?: number | undefined
  /** How many requests it applies to. Default: all, until it is cleared. */
  readonly times?: number | undefined
}

export interface Faults {
  add(rule: FaultRule): void
  list(): readonly FaultRule[]
  clear(): void
  /** The first matching rule. Its count goes down by one. */
  take(method: string, path: string): FaultRule | undefined
  /** Waits; rejects when the emulator is closed. */
  delay(ms: number): Promise<void>
  /** Ends all delays, so that they do not keep the process alive. */
  close(): void
}

export function createFaults(): Faults {
  let rules: FaultRule[] = []
  const closing = new AbortController()
  return {
    add(rule) {
      rules = [...rules, rule]
    },
    list: () => rules,
    clear() {
      rules = []
    },
    take(method, path) {
      const rule = rules.find((candidate) => fits(candidate, method, path))
      if (rule?.times === undefined) return rule
      rules = rules.flatMap((other) => (other === rule ? countedDown(rule, rule.times ?? 1) : [other]))
      return rule
    },
    delay: (ms) => sleep(ms, undefined, { signal: closing.signal }),
    close: () => closing.abort(),
  }
}

const countedDown = (rule: FaultRule, times: number): FaultRule[] => (times > 1 ? [{ ...rule, times: times - 1 }] : [])

const fits = (rule: FaultRule, method: string, path: string): boolean =>
  (rule.method === undefined || rule.method === method) && matchesPath(path, rule.path)
