/** Invalid command line. */
export class UsageError extends Error {}
