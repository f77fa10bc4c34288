import type { Random } from 'test-kit/random'
import { addAll, countAll, eachKind, nothingAcknowledged } from './acknowledged.ts'
import { startEmulator } from './emulator-process.ts'
import { openInbox } from './inbox.ts'
import { judge, judgeEvents } from './judge.ts'
import { problemsOf, type Result } from './result.ts'
import { createWriter } from './writer.ts'

export interface KillPlan {
  readonly data: string
  readonly rounds: number
  readonly writers: number
  readonly random: Random
}

/** A process acknowledges at most about so many changes before it is killed. */
const MOST_CHANGES = 200

/** Starts the emulator on one data directory again and again, and kills it under load. @throws {Error} for a wrong answer */
export async function killRounds({ data, rounds, writers: size, random }: KillPlan): Promise<Result> {
  await using inbox = await openInbox()
  const writers = Array.from({ length: size }, (_, index) => createWriter(`w${index}`))
  const total = nothingAcknowledged()
  const problems: string[] = []
  let slowestStartMs = 0
  for (let round = 1; round <= rounds; round += 1) {
    const acknowledged = nothingAcknowledged()
    const killAt = 1 + random.below(MOST_CHANGES)
    await using victim = await startEmulator(data, inbox.url)
    slowestStartMs = Math.max(slowestStartMs, victim.startMs)
    const killIfDue = () => {
      if (countAll(acknowledged) >= killAt) void victim.kill()
      return false
    }
    await Promise.all(writers.map((writer) => writer.write(victim, acknowledged, killIfDue)))
    await victim.kill()
    problems.push(...problemsOf(`round ${round}`, judge(data, acknowledged), judgeEvents(data, acknowledged)))
    addAll(total, acknowledged)
  }
  await using _survivor = await startEmulator(data, inbox.url)
  const events = await inbox.waitFor(total)
  const verdict = judge(data, total)
  problems.push(...problemsOf('at the end', verdict, events))
  const acknowledged = eachKind((kind) => total[kind].length)
  return { kills: rounds, slowestStartMs, acknowledged, verdict, events, problems }
}
