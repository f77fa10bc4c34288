import { describeSessionJourney } from './session-recipes/journey.ts'

describeSessionJourney({ name: 'Hono JSX on Node', folder: 'hono' })
