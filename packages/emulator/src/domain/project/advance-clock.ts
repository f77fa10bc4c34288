import type { Project } from './project.js'
import { invalidFields } from './service-error.js'

/** Ten years. */
const MAX_SECONDS = 10 * 366 * 86_400

/** Moves the project's clock ahead. @throws {ServiceError} `invalid_fields` */
export function advanceClock(project: Project, seconds: number): void {
  if (!Number.isFinite(seconds) || seconds < 0 || project.clock.advanced() + seconds > MAX_SECONDS)
    throw invalidFields({ advance: [`Must be seconds from 0 on, in total at most ${MAX_SECONDS}.`] })
  project.clock.advance(seconds)
  project.webhookSignal.notify()
}
