import { describeSessionJourney } from './session-recipes/journey.ts'

describeSessionJourney({ name: 'Nuxt', folder: 'nuxt' })
