import { describeSessionJourney } from './session-recipes/journey.ts'

describeSessionJourney({ name: 'TanStack Start', folder: 'tanstack-start' })
