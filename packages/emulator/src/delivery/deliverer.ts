import { setTimeout as sleep } from 'node:timers/promises'
import type { Project } from '../domain/project/project.js'
import { finishAttempt } from '../domain/webhooks/attempts.js'
import { type DueAttempt, nextAttemptAt, requeueInterrupted, takeDueAttempts } from '../domain/webhooks/outbox.js'
import { DataDirectoryError } from '../store/data-directory-error.js'
import { startStopwatch } from '../values/clock.js'
import { ATTEMPT_MS, send, type WebhookFetch } from './send.js'
import type { Timer } from './timer.js'

/** Sends webhooks as they become due. */
export interface Deliverer {
  /** Makes all attempts that are due, and those that become due meanwhile. Resolves when none is under way. */
  deliverDue(): Promise<void>
  /** Aborts the attempts that are under way. They are made again when the project is opened again. */
  close(): Promise<void>
}

/** A store that failed, as on a full disk, is tried again after this time. */
const RETRY_MS = 1000

export function createDeliverer(project: Project, fetch: WebhookFetch, timer: Timer): Deliverer {
  const underWay = new Map<DueAttempt, Promise<void>>()
  const closing = new AbortController()
  let isScheduled = false

  const countUnderWay = (id: string): number =>
    [...underWay.keys()].filter(({ endpointId }) => endpointId === id).length

  const start = (attempt: DueAttempt): void => {
    const done = attemptOnce(project, fetch, attempt, closing.signal)
      .catch(report)
      .then(() => {
        underWay.delete(attempt)
        startDue()
      })
    underWay.set(attempt, done)
  }
  const startDue = (): void => {
    timer.clear()
    if (closing.signal.aborted) return
    try {
      let wait = waitMs(project)
      if (wait === 0) {
        for (const attempt of takeDueAttempts(project, countUnderWay)) start(attempt)
        wait = waitMs(project)
      }
      // What is still due waits for an attempt under way. A timer that outlives this process finds interrupted ones.
      const limit = underWay.size > 0 ? ATTEMPT_MS : Number.POSITIVE_INFINITY
      if (wait !== undefined || underWay.size > 0) timer.set(startDue, Math.min(wait || ATTEMPT_MS, limit))
    } catch (error) {
      report(error)
      timer.set(startDue, RETRY_MS)
    }
  }
  /** After the current code, which may be in a transaction. */
  const schedule = (): void => {
    if (isScheduled) return
    isScheduled = true
    queueMicrotask(() => {
      isScheduled = false
      startDue()
    })
  }

  requeueInterrupted(project)
  project.webhookSignal.listen(schedule)
  schedule()
  return {
    async deliverDue() {
      for (startDue(); underWay.size > 0; ) await Promise.all(underWay.values())
    },
    async close() {
      timer.clear()
      closing.abort()
      await Promise.all(underWay.values())
    },
  }
}

/** How long until the next attempt is due. Undefined if none waits. */
function waitMs(project: Project): number | undefined {
  const at = nextAttemptAt(project)
  return at === undefined ? undefined : Math.max(0, at - project.clock.milliseconds())
}

/** An attempt that was aborted by the closing is not stored: the database may be closed. */
async function attemptOnce(
  project: Project,
  fetch: WebhookFetch,
  attempt: DueAttempt,
  closing: AbortSignal,
): Promise<void> {
  const startedAt = project.clock.milliseconds()
  const elapsedMs = startStopwatch()
  const answer = await send(fetch, attempt, closing)
  if (closing.aborted) return
  const result = { ...answer, startedAt, durationMs: elapsedMs() }
  await untilStored(() => finishAttempt(project, attempt, result), closing)
}

/** While the disk is full, the outcome waits: without it, the attempt would count as under way until a restart. */
async function untilStored(store: () => void, closing: AbortSignal): Promise<void> {
  while (!closing.aborted) {
    try {
      store()
      return
    } catch (error) {
      if (!(error instanceof DataDirectoryError)) throw error
      report(error)
      await sleep(RETRY_MS, undefined, { ref: false, signal: closing }).catch(() => undefined)
    }
  }
}

/** What can be repaired outside of the emulator needs no stack. */
const report = (error: unknown): void => console.error(error instanceof DataDirectoryError ? error.message : error)
