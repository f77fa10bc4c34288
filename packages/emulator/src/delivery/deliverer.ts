import type { Project } from '../domain/project/project.js'
import { finishAttempt } from '../domain/webhooks/attempts.js'
import { type DueAttempt, nextAttemptAt, requeueInterrupted, takeDueAttempts } from '../domain/webhooks/outbox.js'
import { send, type WebhookFetch } from './send.js'

/** Sends webhooks as they become due. */
export interface Deliverer {
  /** Makes all attempts that are due, and those that become due meanwhile. Resolves when none is under way. */
  deliverDue(): Promise<void>
  /** Aborts the attempts that are under way. They are made again when the project is opened again. */
  close(): Promise<void>
}

/** While attempts wait, the clock is read this often: a test may set it. */
const POLL_MS = 1000

interface UnderWay {
  readonly endpointId: string
  readonly done: Promise<void>
}

export function createDeliverer(project: Project, fetch: WebhookFetch): Deliverer {
  const underWay = new Map<string, UnderWay>()
  const closing = new AbortController()
  let timer: NodeJS.Timeout | undefined
  let isScheduled = false

  const countUnderWay = (endpointId: string): number =>
    [...underWay.values()].filter((attempt) => attempt.endpointId === endpointId).length

  const start = (attempt: DueAttempt): void => {
    const done = attemptOnce(project, fetch, attempt, closing.signal)
      .catch((error: unknown) => console.error(error))
      .then(() => {
        underWay.delete(attempt.deliveryId)
        startDue()
      })
    underWay.set(attempt.deliveryId, { endpointId: attempt.endpointId, done })
  }
  const startDue = (): void => {
    clearTimeout(timer)
    if (closing.signal.aborted) return
    try {
      if (isDue(project)) for (const attempt of takeDueAttempts(project, countUnderWay)) start(attempt)
      const wait = waitMs(project)
      if (wait !== undefined) timer = setTimeout(startDue, wait).unref()
    } catch (error) {
      console.error(error)
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
      for (startDue(); underWay.size > 0; ) await Promise.all([...underWay.values()].map(({ done }) => done))
    },
    async close() {
      clearTimeout(timer)
      closing.abort()
      await Promise.all([...underWay.values()].map(({ done }) => done))
    },
  }
}

const isDue = (project: Project): boolean => {
  const at = nextAttemptAt(project)
  return at !== undefined && at <= project.clock.milliseconds()
}

/** Until the next attempt, or until the clock is read again. Undefined if no attempt waits. */
function waitMs(project: Project): number | undefined {
  const at = nextAttemptAt(project)
  if (at === undefined) return undefined
  const ms = at - project.clock.milliseconds()
  return ms > 0 ? Math.min(ms, POLL_MS) : POLL_MS
}

/** An attempt that was aborted by the closing is not stored: the database may be closed. */
async function attemptOnce(
  project: Project,
  fetch: WebhookFetch,
  attempt: DueAttempt,
  closing: AbortSignal,
): Promise<void> {
  const startedAt = project.clock.milliseconds()
  const answer = await send(fetch, attempt, closing)
  if (closing.aborted) return
  finishAttempt(project, attempt, { ...answer, startedAt, durationMs: project.clock.milliseconds() - startedAt })
}
