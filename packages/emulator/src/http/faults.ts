import { setTimeout as sleep } from 'node:timers/promises'
import { FAULT_NAMES, type FaultEffect, type FaultName } from './fault-presets.js'
import { matchesPath } from './paths.js'
import { isInGroup, ROUTE_GROUP_NAMES, type RouteGroup } from './route-groups.js'

/** A fault that is injected into matching requests. Needs a path or a group. */
export interface FaultRule extends FaultEffect {
  /** A path that ends in `*` matches every path with that prefix. */
  readonly path?: string | undefined
  /** Routes that fail together. */
  readonly group?: RouteGroup | undefined
  /** Default: every method but OPTIONS, so that a rule does not count the preflight of a browser. */
  readonly method?: string | undefined
  /** A usual fault by its name. `status`, `body`, `headers` and `delayMs` take precedence. */
  readonly fault?: FaultName | undefined
  /** The request takes effect and only its answer is replaced, as when an answer is lost. Default false. */
  readonly answerOnly?: boolean | undefined
  /** How many requests it applies to. Default: all, until it is cleared. */
  readonly times?: number | undefined
}

export interface Faults {
  /** @throws {TypeError} if the rule has neither a path nor a group, or an unknown name */
  add(rule: FaultRule): void
  list(): readonly FaultRule[]
  clear(): void
  /** The first matching rule. Its count goes down by one. */
  take(method: string, path: string): FaultRule | undefined
  /** Waits; rejects when the request is aborted or the emulator is closed. */
  delay(ms: number, signal: AbortSignal): Promise<void>
  /** Ends all delays, so that they do not keep the process alive. */
  close(): void
}

export function createFaults(): Faults {
  let rules: FaultRule[] = []
  const closing = new AbortController()
  return {
    add(rule) {
      checkRule(rule)
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
    delay: (ms, signal) => sleep(ms, undefined, { signal: AbortSignal.any([closing.signal, signal]) }),
    close: () => closing.abort(),
  }
}

function checkRule({ path, group, fault }: FaultRule): void {
  if (path === undefined && group === undefined) throw new TypeError('A fault rule needs a path or a group')
  checkName('group', group, ROUTE_GROUP_NAMES)
  checkName('fault', fault, FAULT_NAMES)
}

function checkName(field: string, name: string | undefined, known: readonly string[]): void {
  if (name === undefined || known.includes(name)) return
  throw new TypeError(`The ${field} must be ${known.join(' or ')}, not ${JSON.stringify(name)}`)
}

const countedDown = (rule: FaultRule, times: number): FaultRule[] => (times > 1 ? [{ ...rule, times: times - 1 }] : [])

const fits = (rule: FaultRule, method: string, path: string): boolean =>
  (rule.method === undefined ? method !== 'OPTIONS' : rule.method === method) &&
  (rule.path === undefined || matchesPath(path, rule.path)) &&
  (rule.group === undefined || isInGroup(path, rule.group))
