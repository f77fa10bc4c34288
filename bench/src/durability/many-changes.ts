import { eachKind, nothingAcknowledged } from './acknowledged.ts'
import { startEmulator } from './emulator-process.ts'
import { openInbox } from './inbox.ts'
import { judge } from './judge.ts'
import { problemsOf, type Result } from './result.ts'
import { createWriter } from './writer.ts'

interface ChangePlan {
  readonly data: string
  readonly writers: number
  /** Of each writer. */
  readonly changes: number
}

/** Lets every writer make its changes at the same time, and kills the process after the last answer. */
export async function manyChanges({ data, writers, changes }: ChangePlan): Promise<Result> {
  await using inbox = await openInbox()
  await using victim = await startEmulator(data, inbox.url)
  const acknowledged = nothingAcknowledged()
  await Promise.all(
    Array.from({ length: writers }, (_, index) =>
      createWriter(`w${index}`).write(victim, acknowledged, untilMade(changes)),
    ),
  )
  await victim.kill()
  const verdict = judge(data, acknowledged)
  await using survivor = await startEmulator(data, inbox.url)
  const events = await inbox.waitFor(acknowledged)
  return {
    kills: 1,
    slowestStartMs: Math.max(victim.startMs, survivor.startMs),
    acknowledged: eachKind((kind) => acknowledged[kind].length),
    verdict,
    events,
    problems: problemsOf('at the end', verdict, events),
  }
}

function untilMade(changes: number): () => boolean {
  let made = 0
  return () => {
    made += 1
    return made >= changes
  }
}
