import type { Domain, Shape, Wire } from '../shapes/shape.js'
import { object, text } from '../shapes/shape.js'

const createdUserShape = object({ userId: text })
export interface CreatedUser extends Domain<typeof createdUserShape> {}
export interface CreatedUserWire extends Wire<typeof createdUserShape> {}
export const createdUser: Shape<CreatedUser, CreatedUserWire> = createdUserShape
