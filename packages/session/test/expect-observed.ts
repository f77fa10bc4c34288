import { expect } from 'vitest'
import type { Observed, SessionCase } from './conformance/case.js'
import { problemsOf } from './problems.js'

/** Checks what became of the request of a case. */
export function expectObserved(observed: Observed, given: SessionCase): void {
  expect(problemsOf(observed, given)).toEqual([])
}
