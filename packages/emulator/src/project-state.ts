import type { Project } from './domain/project/project.js'
import { applySnapshot, type Snapshot } from './domain/project/snapshot.js'
import { requeueInterrupted } from './domain/webhooks/outbox.js'
import type { Faults } from './http/faults.js'
import type { RequestLog } from './http/request-log.js'
import { applySeed, markSeeded } from './seed/apply/apply-seed.js'
import { applyWebhookOption } from './seed/apply/apply-webhooks.js'
import { applyPersonaPasswords } from './seed/apply/persona-password.js'
import type { Seed, SeedWebhook } from './seed/seed.js'
import { emptyTables } from './store/stored-tables.js'

export interface ResetOptions {
  /** Without any seed. */
  readonly empty?: boolean
  /** Another seed, such as an export, until the next reset. */
  readonly seed?: Seed
}

/** Replaces the whole state of a project. The keys, the snapshots and the endpoints of the option `webhooks` stay. */
export interface ProjectState {
  /** Restores the seed, or another one, or an empty project. @throws {SeedError} for an invalid seed */
  reset(options?: ResetOptions): void
  restore(snapshot: Snapshot): void
}

/** What a start was given, and what the process keeps outside of the database. */
export interface StateParts {
  readonly seed: Seed
  readonly webhooks: readonly SeedWebhook[]
  readonly log: RequestLog
  readonly faults: Faults
}

export function createProjectState(project: Project, { seed, webhooks, log, faults }: StateParts): ProjectState {
  /** What holds for every state of this process. `applied` is the seed that the state comes from. */
  const settle = (applied: Seed): void => {
    // A restart would add the seed of the start to another state.
    markSeeded(project, seed)
    applyPersonaPasswords(project)
    applyWebhookOption(project, webhooks, applied)
  }
  const forgetRun = (): void => {
    log.clear()
    faults.clear()
  }
  return {
    reset({ empty = false, seed: other = seed } = {}) {
      // First, because the seed is stored with the time of the clock.
      project.clock.restore()
      project.db.transaction(() => {
        emptyTables(project.db)
        if (!empty) applySeed(project, other)
        settle(other)
      })
      forgetRun()
    },
    restore(snapshot) {
      applySnapshot(project, snapshot, () => settle(seed))
      requeueInterrupted(project)
      project.webhookSignal.notify()
      forgetRun()
    },
  }
}
