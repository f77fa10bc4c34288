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
  /** Holds the request until it is released. With `answerOnly`, it takes effect and its answer is held. Default false. */
  readonly hold?: boolean | undefined
  /** The share of the matching requests that it applies to, above 0 and at most 1. Default: all. */
  readonly probability?: number | undefined
  /** Selects the requests of `probability`: with the same number it is always the same ones, in order. Default 0. */
  readonly seed?: number | undefined
  /** How many requests it applies to. Default: all, until it is cleared. */
  readonly times?: number | undefined
}

/** @throws {TypeError} */
export function checkRule({ path, group, fault, probability, seed }: FaultRule): void {
  if (path === undefined && group === undefined) throw new TypeError('A fault rule needs a path or a group')
  checkName('group', group, ROUTE_GROUP_NAMES)
  checkName('fault', fault, FAULT_NAMES)
  if (probability !== undefined && !isProbability(probability))
    throw new TypeError(`The probability must be ${PROBABILITY_FORM}, not ${JSON.stringify(probability)}`)
  if (seed !== undefined && !Number.isSafeInteger(seed))
    throw new TypeError(`The seed must be a whole number, not ${JSON.stringify(seed)}`)
}

export const PROBABILITY_FORM = 'a number above 0 and at most 1'

export const isProbability = (value: number): boolean => value > 0 && value <= 1

function checkName(field: string, name: string | undefined, known: readonly string[]): void {
  if (name === undefined || known.includes(name)) return
  throw new TypeError(`The ${field} must be ${known.join(' or ')}, not ${JSON.stringify(name)}`)
}

/** Whether it is about this request. */
export const fits = (rule: FaultRule, method: string, path: string): boolean =>
  (rule.method === undefined ? method !== 'OPTIONS' : rule.method === method) &&
  (rule.path === undefined || matchesPath(path, rule.path)) &&
  (rule.group === undefined || isInGroup(path, rule.group))
