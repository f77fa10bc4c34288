import type { Case } from './case.ts'
import { newToken } from './new-token.ts'

export const inFlight: Case = { ...newToken, name: 'in-flight', title: 'New token, 64 in flight', inFlight: 64 }

/** Idle cores make threads of the runtime look cheap; on a busy server, the processor time counts. */
export const inFlightCpu: Case = {
  ...inFlight,
  name: 'in-flight-cpu',
  title: 'New token, 64 in flight, CPU time of all threads',
  cpuTime: true,
}
