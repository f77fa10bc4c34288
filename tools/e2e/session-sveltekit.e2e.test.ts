import { describeSessionJourney } from './session-recipes/journey.ts'

describeSessionJourney({ name: 'SvelteKit', folder: 'sveltekit', env: (appUrl) => ({ PROPELAUTH_APP_URL: appUrl }) })
