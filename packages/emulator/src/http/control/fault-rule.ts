import { invalidFields } from '../../domain/project/service-error.js'
import { FAULT_NAMES } from '../fault-presets.js'
import { type FaultRule, isProbability, PROBABILITY_FORM } from '../fault-rule.js'
import type { Fields } from '../fields.js'
import { ROUTE_GROUP_NAMES } from '../route-groups.js'

const MAX_DELAY_MS = 600_000

/** Reads a fault rule from a request. @throws {ServiceError} `invalid_fields` */
export function readFaultRule(fields: Fields): FaultRule {
  const rule = {
    path: fields.text('path'),
    group: fields.oneOf('group', ROUTE_GROUP_NAMES),
    method: fields.text('method')?.toUpperCase(),
    fault: fields.oneOf('fault', FAULT_NAMES),
    status: fields.integer('status', { min: 200, max: 599 }),
    body: fields.textOrObject('body'),
    headers: fields.textMap('headers'),
    delayMs: fields.integer('delayMs', { min: 0, max: MAX_DELAY_MS }),
    answerOnly: fields.flag('answerOnly'),
    hold: fields.flag('hold'),
    probability: fields.number('probability'),
    seed: fields.integer('seed'),
    times: fields.integer('times', { min: 1 }),
  }
  if (!areHeaders(rule.headers)) fields.fail('headers', 'Must be HTTP headers.')
  if (rule.probability !== undefined && !isProbability(rule.probability))
    fields.fail('probability', `Must be ${PROBABILITY_FORM}.`)
  fields.check()
  if (rule.path === undefined && rule.group === undefined)
    throw invalidFields({ path: ['A path or a group is required.'] })
  return rule
}

function areHeaders(headers: Readonly<Record<string, string>> | undefined): boolean {
  try {
    new Headers(headers)
    return true
  } catch {
    return false
  }
}
