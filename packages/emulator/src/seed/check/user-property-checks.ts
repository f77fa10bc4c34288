import { BUILT_IN_PROPERTIES } from '../../domain/project/user-properties.js'
import {
  CUSTOM_PROPERTY_TYPES,
  type CustomProperty,
  PROPERTY_CHECKS,
  PROPERTY_CLAIMS,
  USER_WRITABLE,
  type UserPropertySettings,
} from '../../domain/project/user-property-settings.js'
import {
  type Check,
  flag,
  listOf,
  matching,
  nullOr,
  oneOf,
  type Path,
  type Problem,
  record,
  refined,
  text,
  time,
} from '../values/checks.js'
import { duplicates } from '../values/duplicates.js'

const required = { required: flag, required_by: time }

const shown = {
  in_jwt: flag,
  display_name: text,
  ...required,
  show_in_account: flag,
  collect_via_saml: flag,
  user_writable: oneOf(...USER_WRITABLE),
}

const customProperty = refined(
  record(
    {
      name: text,
      field_type: oneOf(...CUSTOM_PROPERTY_TYPES),
      ...shown,
      collect_on_signup: flag,
      is_user_facing: flag,
      enum_values: listOf(text),
    },
    ['name', 'display_name', 'field_type'],
  ),
  (value, path) => choiceProblems(value as CustomProperty, path),
)

const customProperties = refined(listOf(customProperty), (value, path) =>
  nameProblems(
    (value as readonly CustomProperty[]).map(({ name }) => name),
    path,
  ),
)

const url = matching('a URL that begins with http:// or https://', /^https?:\/\/[^\s/]/)

const tosLink = record({ name: text, url }, ['name', 'url'])

export const USER_PROPERTY_CHECKS = {
  user_properties: nullOr(
    record({
      name_property: record({ in_jwt: flag }),
      metadata_property: record({ in_jwt: flag, collect_via_saml: flag }),
      username_property: record({ in_jwt: flag, display_name: text }),
      picture_url_property: record({ in_jwt: flag }),
      phone_number_property: record(shown),
      tos_property: record({ in_jwt: flag, ...required, tos_links: listOf(tosLink) }),
      referral_source_property: record({ ...shown, options: listOf(text) }),
      custom_properties: customProperties,
    }),
  ),
  user_property_checks: oneOf(...PROPERTY_CHECKS),
  user_property_claims: oneOf(...PROPERTY_CLAIMS),
} as const satisfies Record<keyof UserPropertySettings, Check>

/** An enumeration has values, and other types have none. */
function choiceProblems({ field_type, enum_values }: CustomProperty, path: Path): readonly Problem[] {
  const has = (enum_values ?? []).length > 0
  if (has === (field_type === 'Enum')) return []
  return [{ path: [...path, 'enum_values'], message: has ? 'is for the type Enum' : 'is needed for the type Enum' }]
}

function nameProblems(names: readonly string[], path: Path): readonly Problem[] {
  const builtIn = new Set<string>(BUILT_IN_PROPERTIES)
  const reserved = names.flatMap((name, index) =>
    builtIn.has(name)
      ? [{ path: [...path, index, 'name'], message: `${JSON.stringify(name)} has a block of its own` }]
      : [],
  )
  return [...reserved, ...duplicates(path, 'name', names)]
}
