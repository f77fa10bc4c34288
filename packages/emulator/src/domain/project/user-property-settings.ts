/** The types of custom properties. */
export const CUSTOM_PROPERTY_TYPES = [
  'Checkbox',
  'Date',
  'Enum',
  'Integer',
  'Json',
  'LongText',
  'Text',
  'Toggle',
  'Url',
] as const

export type CustomPropertyType = (typeof CUSTOM_PROPERTY_TYPES)[number]

/** How often users can set a property of their own: at any time, while it has no value, never. */
export const USER_WRITABLE = ['Write', 'WriteIfUnset', 'Read'] as const

export type UserWritable = (typeof USER_WRITABLE)[number]

/** What the APIs do with a property that the project does not have, and with a value of another type. `off`: store it. */
export const PROPERTY_CHECKS = ['strict', 'off'] as const

/** Where access tokens have metadata and picture: in claims of their own, or as entries of `properties`. */
export const PROPERTY_CLAIMS = ['own', 'properties'] as const

interface PropertyInToken {
  /** Whether access tokens have it. */
  readonly in_jwt?: boolean
}

interface PropertyOfSaml {
  /** Stored, without an effect. */
  readonly collect_via_saml?: boolean
}

interface RequiredProperty {
  readonly required?: boolean
  /** Unix seconds. It is required of users who were created from then on. */
  readonly required_by?: number
}

interface ShownProperty extends PropertyInToken, PropertyOfSaml, RequiredProperty {
  readonly display_name?: string
  readonly show_in_account?: boolean
  readonly user_writable?: UserWritable
}

export interface CustomProperty extends ShownProperty {
  readonly name: string
  readonly display_name: string
  readonly field_type: CustomPropertyType
  readonly collect_on_signup?: boolean
  /** Stored, without an effect. */
  readonly is_user_facing?: boolean
  /** Of the type `Enum`. */
  readonly enum_values?: readonly string[]
}

/** The properties of users, in the words of the service's Terraform provider. Without its block, a property is disabled. */
export interface UserProperties {
  readonly name_property?: PropertyInToken
  readonly metadata_property?: PropertyInToken & PropertyOfSaml
  readonly username_property?: PropertyInToken & { readonly display_name?: string }
  readonly picture_url_property?: PropertyInToken
  readonly phone_number_property?: ShownProperty
  readonly tos_property?: PropertyInToken &
    RequiredProperty & { readonly tos_links?: readonly { readonly name: string; readonly url: string }[] }
  readonly referral_source_property?: ShownProperty & { readonly options?: readonly string[] }
  readonly custom_properties?: readonly CustomProperty[]
}

/** Settings of the properties of users, with the names of the seed file. */
export interface UserPropertySettings {
  /** Null: users can have names, usernames, metadata, pictures and any property, and tokens have all properties. */
  readonly user_properties: UserProperties | null
  readonly user_property_checks: (typeof PROPERTY_CHECKS)[number]
  readonly user_property_claims: (typeof PROPERTY_CLAIMS)[number]
}

export const DEFAULT_USER_PROPERTY_SETTINGS: UserPropertySettings = {
  user_properties: null,
  user_property_checks: 'strict',
  user_property_claims: 'own',
}
