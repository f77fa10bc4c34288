import { setTimeout as sleep } from 'node:timers/promises'
import { seededRandom } from '../values/seeded-random.js'
import { effectOf } from './fault-presets.js'
import { checkRule, type FaultRule, fits } from './fault-rule.js'
import { createHeldRequests, type HeldRequest, type HeldRequests } from './held-requests.js'

/** A rule that was added. */
export interface Fault {
  /** The requests that wait because of `hold`, oldest first. */
  held(): HeldRequest[]
  /** Lets waiting requests go on, the oldest first, by default all. Later ones wait, too. Returns their number. */
  release(count?: number): number
  /** Ends the rule. What it holds goes on. */
  remove(): void
}

/** A rule in a list, with the number of requests that it still applies to. */
export interface ListedFault extends FaultRule {
  /** The number of requests that wait. Only of a rule that holds requests. */
  readonly held?: number
}

/** A rule that applies to a request. */
export interface AppliedRule {
  readonly rule: FaultRule
  /** Waits as the rule says. Rejects when the request is aborted or the emulator is closed. */
  wait(request: HeldRequest, signal: AbortSignal): Promise<void>
}

export interface Faults {
  /** @throws {TypeError} if the rule has neither a path nor a group, an unknown name or a value out of range */
  add(rule: FaultRule): Fault
  list(): readonly ListedFault[]
  /** Lets waiting requests of all rules go on, by default all of them. Returns their number. */
  release(count?: number): number
  /** Ends all rules. What they hold goes on. */
  clear(): void
  /** The first rule that applies. Its count goes down by one. */
  take(method: string, path: string): AppliedRule | undefined
  /** Ends all waiting, so that it does not keep the process alive. */
  close(): void
}

interface ActiveRule {
  readonly rule: FaultRule
  readonly held: HeldRequests
  /** Whether it applies to the next matching request. */
  readonly draw: () => boolean
  /** How many requests it still applies to. */
  left: number
}

export function createFaults(): Faults {
  let rules: readonly ActiveRule[] = []
  const closing = new AbortController()

  const remove = (removed: ActiveRule): void => {
    rules = rules.filter((other) => other !== removed)
    removed.held.open()
  }
  return {
    add(rule) {
      checkRule(rule)
      const active = activate(rule)
      rules = [...rules, active]
      const { list, release } = active.held
      return { held: list, release, remove: () => remove(active) }
    },
    list: () => rules.filter(isListed).map(listed),
    release(count = Number.POSITIVE_INFINITY) {
      return rules.reduce((sum, { held }) => sum + held.release(Math.max(0, count - sum)), 0)
    },
    clear() {
      for (const active of rules) remove(active)
    },
    take(method, path) {
      const active = rules.find((one) => one.left > 0 && fits(one.rule, method, path) && one.draw())
      if (!active) return undefined
      active.left -= 1
      // A rule that holds requests ends when it is removed.
      if (active.left === 0 && !active.rule.hold) remove(active)
      return {
        rule: active.rule,
        wait: (request, signal) => wait(active, request, AbortSignal.any([closing.signal, signal])),
      }
    },
    close: () => closing.abort(),
  }
}

function activate(rule: FaultRule): ActiveRule {
  const { probability, seed = 0, times = Number.POSITIVE_INFINITY } = rule
  const random = seededRandom(seed)
  const draw = (): boolean => probability === undefined || random() < probability
  return { rule, held: createHeldRequests(), draw, left: times }
}

async function wait({ rule, held }: ActiveRule, request: HeldRequest, signal: AbortSignal): Promise<void> {
  const { delayMs } = effectOf(rule)
  if (delayMs) await sleep(delayMs, undefined, { signal })
  if (rule.hold) await held.hold(request, signal)
}

const isListed = ({ left, held }: ActiveRule): boolean => left > 0 || held.list().length > 0

const listed = ({ rule, left, held }: ActiveRule): ListedFault => ({
  ...rule,
  ...(rule.times === undefined ? {} : { times: left }),
  ...(rule.hold ? { held: held.list().length } : {}),
})
