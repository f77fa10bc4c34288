import { TEN_YEARS_SECONDS } from '../../values/clock.js'
import type { Project } from './project.js'
import { invalidFields } from './service-error.js'

/** Moves the project's clock ahead. @throws {ServiceError} `invalid_fields` */
export function advanceClock(project: Project, seconds: number): void {
  if (!Number.isFinite(seconds) || seconds < 0 || project.clock.advanced() + seconds > TEN_YEARS_SECONDS)
    throw invalidFields({ advance: [`Must be seconds from 0 on, in total at most ${TEN_YEARS_SECONDS}.`] })
  project.clock.advance(seconds)
  project.webhookSignal.notify()
}
