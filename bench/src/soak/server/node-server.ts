import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { serve } from '@hono/node-server'
import { answer, createInstance, type SoakEnv } from './handler.ts'
import type { LoopUsage } from './loop-usage.ts'

const env: SoakEnv = JSON.parse(process.argv[2] ?? '')
const propelAuth = createInstance(env)
/** A process that stays needs no `waitUntil`; a failure is for the events of core. */
const waitUntil = (promise: Promise<unknown>) => void promise.catch(() => {})

/** Node's own limit is 16 KiB, which would refuse the longest tokens before core sees them. */
const maxHeaderSize = 64 * 1024

const resolution = 10
const delays = monitorEventLoopDelay({ resolution })
delays.enable()
/** The histogram holds the times between two timers: the resolution and the delay. */
const toDelay = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolution)

let last = performance.eventLoopUtilization()
function tellUsage() {
  const now = performance.eventLoopUtilization()
  const { utilization } = performance.eventLoopUtilization(now, last)
  last = now
  const usage: LoopUsage = {
    utilization,
    delayP99: toDelay(delays.percentile(99)),
    delayMax: toDelay(delays.max),
  }
  console.log(JSON.stringify(usage))
}

serve(
  {
    fetch: (request) => answer(propelAuth, request, waitUntil),
    port: 0,
    hostname: '127.0.0.1',
    serverOptions: { maxHeaderSize },
  },
  ({ port }) => {
    console.log(JSON.stringify({ port }))
    setInterval(tellUsage, 1_000)
  },
)
