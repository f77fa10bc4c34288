import type { Fleet } from './fleet.ts'
import type { Step } from './schedule/step.ts'
import type { Surroundings } from './surroundings.ts'

/** Does what the schedule says for this second. */
export async function takeStep(step: Step, { origin, kv, keys, traffic }: Surroundings, fleet: Fleet): Promise<void> {
  const knowledges = fleet.running().map(({ knowledge }) => knowledge)
  for (const knowledge of knowledges) knowledge.observe()
  switch (step.what) {
    case 'origin':
      return origin.enter(step.phase)
    case 'kv':
      kv.enter(step.phase)
      if (step.phase !== 'ok') for (const knowledge of knowledges) knowledge.doubtStore()
      return
    case 'rotate':
      return keys.rotate(step.how)
    case 'flood':
      return traffic.flood(step.on)
    case 'restart':
      return fleet.restart()
  }
}
