import { metrics, trace } from '@opentelemetry/api'
import { createPropelAuth, type PropelAuthEvent } from '@propelauth-edge/core'

const duration = metrics.getMeter('propelauth-edge').createHistogram('propelauth.duration', {
  description: 'Duration of accepting or refusing a request, or of loading keys',
  unit: 's',
  advice: { explicitBucketBoundaries: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 3] },
})

/** Low cardinality and no user data, as metrics require. */
function toAttributes({ type, code, cache }: PropelAuthEvent) {
  return {
    'propelauth.event': type,
    ...(code && { 'propelauth.code': code }),
    ...(cache && { 'propelauth.cache': cache }),
  }
}

function onEvent(event: PropelAuthEvent) {
  const attributes = toAttributes(event)
  duration.record(event.durationMs / 1_000, attributes)
  // The span of the request, if instrumentation has started one.
  trace.getActiveSpan()?.addEvent('propelauth', { ...attributes, 'propelauth.duration_ms': event.durationMs })
}

export const propelAuth = createPropelAuth(() => ({ authUrl: process.env.PROPELAUTH_AUTH_URL ?? '', onEvent }))
