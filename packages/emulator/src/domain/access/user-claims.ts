import { type JsonObject, parseObject } from '../../values/json.js'
import type { Settings } from '../project/setting-values.js'
import { definedProperties } from '../project/user-properties.js'
import type { UserProperties } from '../project/user-property-settings.js'
import type { User } from '../users/user-lookup.js'

/** What an access token says about its user. */
export interface UserClaims {
  readonly user_id: string
  readonly email: string
  readonly first_name?: string
  readonly last_name?: string
  readonly username?: string
  readonly picture_url?: string
  readonly legacy_user_id?: string
  readonly metadata?: JsonObject
  readonly properties?: JsonObject
}

/** Omits claims without a value, and properties that the project keeps out of tokens. */
export function userClaims(settings: Settings, user: User): UserClaims {
  const { user_properties: schema } = settings
  return {
    user_id: user.user_id,
    email: user.email,
    ...(isInToken(schema, 'name_property') ? given({ first_name: user.first_name, last_name: user.last_name }) : {}),
    ...(isInToken(schema, 'username_property') ? given({ username: user.username }) : {}),
    ...given({ legacy_user_id: user.legacy_user_id }),
    ...(schema === null ? allProperties(user) : chosenProperties(settings, schema, user)),
  }
}

type Block = 'name_property' | 'username_property' | 'metadata_property' | 'picture_url_property'

const isInToken = (schema: UserProperties | null, block: Block): boolean =>
  schema === null || (schema[block] !== undefined && schema[block].in_jwt !== false)

function given<Fields extends object>(fields: Fields): { [Name in keyof Fields]?: NonNullable<Fields[Name]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as {
    [Name in keyof Fields]?: NonNullable<Fields[Name]>
  }
}

const stored = (json: string | null): JsonObject | null => (json === null ? null : parseObject(json))

const allProperties = (user: User): Pick<UserClaims, 'properties'> => given({ properties: stored(user.properties) })

function chosenProperties(settings: Settings, schema: UserProperties, user: User): Partial<UserClaims> {
  const names = (definedProperties(settings) ?? []).filter(({ inToken }) => inToken).map(({ name }) => name)
  const chosen = Object.entries(stored(user.properties) ?? {}).filter(([name]) => names.includes(name))
  const beside = given({
    metadata: isInToken(schema, 'metadata_property') ? stored(user.metadata) : null,
    picture_url: isInToken(schema, 'picture_url_property') ? user.picture_url : null,
  })
  const inside = settings.user_property_claims === 'properties'
  const properties = { ...(inside ? beside : {}), ...Object.fromEntries(chosen) }
  return { ...(inside ? {} : beside), ...(Object.keys(properties).length === 0 ? {} : { properties }) }
}
