import { describeSessionJourney } from './session-recipes/journey.ts'

describeSessionJourney({ name: 'h3', folder: 'h3' })
