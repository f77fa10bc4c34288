import type { Case } from './case.ts'
import { newToken } from './new-token.ts'

export const inFlight: Case = { ...newToken, name: 'in-flight', title: 'New token, 64 in flight', inFlight: 64 }

/** Threads of the runtime answer sooner where cores are idle; on a server that is busy, this is what counts. */
export const inFlightCpu: Case = {
  ...inFlight,
  name: 'in-flight-cpu',
  title: 'New token, 64 in flight, CPU time of all threads',
  cpuTime: true,
}
