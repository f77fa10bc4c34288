import type { Settings } from './setting-values.js'
import type { CustomProperty, CustomPropertyType, UserProperties, UserWritable } from './user-property-settings.js'

/** A property that users have in `properties`, with the defaults of the service. */
export interface PropertyDefinition {
  readonly name: string
  readonly displayName: string
  readonly type: CustomPropertyType | 'PhoneNumber' | 'Tos'
  readonly inToken: boolean
  readonly required: boolean
  /** Unix seconds. */
  readonly requiredBy: number
  readonly onSignup: boolean
  readonly inAccount: boolean
  readonly writable: UserWritable
  /** Of an enumeration. */
  readonly choices: readonly string[]
  /** Of the terms of service. */
  readonly links: readonly { readonly name: string; readonly url: string }[]
}

/** The names of the properties that the service has beside the custom ones. */
export const BUILT_IN_PROPERTIES = [
  'legacy__name',
  'legacy__username',
  'legacy__picture_url',
  'metadata',
  'phone_number',
  'tos',
  'referral_source',
] as const

export const DEFAULT_REFERRAL_SOURCES = [
  'Search engine',
  'Recommendation',
  'Social media',
  'Blog post',
  'Other',
] as const

type Properties = Pick<Settings, 'user_properties'>

/** The properties that users can have in `properties`. Undefined: any. */
export function definedProperties({
  user_properties: settings,
}: Properties): readonly PropertyDefinition[] | undefined {
  if (settings === null) return undefined
  return [
    ...phoneNumber(settings),
    ...referralSource(settings),
    ...(settings.custom_properties ?? []).map(customProperty),
    ...termsOfService(settings),
  ]
}

/** Whether users have names. */
export const hasNames = ({ has_names, user_properties }: Properties & Pick<Settings, 'has_names'>): boolean =>
  has_names && (user_properties === null || user_properties.name_property !== undefined)

/** What users call a username. Undefined in a project without usernames. */
export function usernameLabel({
  has_usernames,
  user_properties,
}: Properties & Pick<Settings, 'has_usernames'>): string | undefined {
  if (!has_usernames) return undefined
  if (user_properties === null) return 'Username'
  const { username_property: username } = user_properties
  return username && (username.display_name ?? 'Username')
}

/** What properties have in common, unless they say otherwise. */
const commonOf = ({ required = true, required_by = 0 }: Pick<CustomProperty, 'required' | 'required_by'>) => ({
  choices: [],
  links: [],
  required,
  requiredBy: required_by,
  onSignup: true,
})

function phoneNumber({ phone_number_property: settings }: UserProperties): PropertyDefinition[] {
  if (!settings) return []
  return [
    {
      ...commonOf(settings),
      name: 'phone_number',
      displayName: settings.display_name ?? 'Phone number',
      type: 'PhoneNumber',
      inToken: settings.in_jwt ?? false,
      inAccount: settings.show_in_account ?? false,
      writable: settings.user_writable ?? 'WriteIfUnset',
    },
  ]
}

function referralSource({ referral_source_property: settings }: UserProperties): PropertyDefinition[] {
  if (!settings) return []
  return [
    {
      ...commonOf(settings),
      name: 'referral_source',
      displayName: settings.display_name ?? 'How did you hear about us?',
      type: 'Enum',
      inToken: settings.in_jwt ?? true,
      inAccount: settings.show_in_account ?? false,
      writable: settings.user_writable ?? 'WriteIfUnset',
      choices: settings.options?.length ? settings.options : DEFAULT_REFERRAL_SOURCES,
    },
  ]
}

const customProperty = (settings: CustomProperty): PropertyDefinition => ({
  ...commonOf(settings),
  name: settings.name,
  displayName: settings.display_name,
  type: settings.field_type,
  inToken: settings.in_jwt ?? true,
  onSignup: settings.collect_on_signup ?? true,
  inAccount: settings.show_in_account ?? true,
  writable: settings.user_writable ?? 'Write',
  choices: settings.enum_values ?? [],
})

/** Users accept them once. */
function termsOfService({ tos_property: settings }: UserProperties): PropertyDefinition[] {
  if (!settings) return []
  return [
    {
      ...commonOf(settings),
      name: 'tos',
      displayName: 'I accept the terms',
      type: 'Tos',
      inToken: settings.in_jwt ?? false,
      inAccount: false,
      writable: 'WriteIfUnset',
      links: settings.tos_links ?? [],
    },
  ]
}
