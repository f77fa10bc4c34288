import { describeSessionJourney } from './session-recipes/journey.ts'

describeSessionJourney({ name: 'SolidStart', folder: 'solid-start' })
