import { describeSessionJourney } from './session-recipes/journey.ts'

describeSessionJourney({ name: 'Express', folder: 'express' })
