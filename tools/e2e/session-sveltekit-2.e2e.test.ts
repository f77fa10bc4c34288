import { describeSessionJourney } from './session-recipes/journey.ts'

describeSessionJourney({
  name: 'SvelteKit 2',
  folder: 'sveltekit-2',
  routesOf: 'sveltekit',
  env: (appUrl) => ({ ORIGIN: appUrl }),
})
