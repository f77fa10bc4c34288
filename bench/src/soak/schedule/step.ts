import type { Rotation } from '../services/key-ring.ts'
import type { OriginPhase } from '../services/key-server.ts'
import type { KvPhase } from '../services/kv-server.ts'

/** What happens at a second of the run. */
export type Step = { readonly second: number } & (
  | { readonly what: 'origin'; readonly phase: OriginPhase }
  | { readonly what: 'kv'; readonly phase: KvPhase }
  | { readonly what: 'rotate'; readonly how: Rotation }
  | { readonly what: 'flood'; readonly on: boolean }
  | { readonly what: 'restart' }
)

/** Times from `first` to `end`, with so many seconds between them. */
export function toTimes(first: number, end: number, pause: () => number): number[] {
  const seconds: number[] = []
  for (let second = first; second < end; second += pause()) seconds.push(second)
  return seconds
}

export function toLine(step: Step): string {
  const clock = `${String(Math.floor(step.second / 60)).padStart(2, '0')}:${String(step.second % 60).padStart(2, '0')}`
  if (step.what === 'restart') return `${clock} restart`
  if (step.what === 'flood') return `${clock} flood ${step.on ? 'on' : 'off'}`
  return `${clock} ${step.what} ${step.what === 'rotate' ? step.how : step.phase}`
}
