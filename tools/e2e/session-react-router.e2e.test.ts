import { describeSessionJourney } from './session-recipes/journey.ts'

describeSessionJourney({ name: 'React Router', folder: 'react-router' })
