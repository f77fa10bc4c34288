import { describeSessionJourney } from './session-recipes/journey.ts'

describeSessionJourney({ name: 'Astro', folder: 'astro' })
