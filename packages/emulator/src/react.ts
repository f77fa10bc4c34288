export type { PersonaName } from './testing/persona.js'
export { type PersonaProps, type PersonaPropsOptions, personaProps } from './testing/persona-props.js'
export { EmulatorTestError, type EmulatorTestErrorCode } from './testing/test-error.js'
