export type ManagementErrorCode = 'x' | 'not_found'
export class ManagementError extends Error {}
