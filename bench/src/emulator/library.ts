/** An emulator of the built package. */
export interface InProcessEmulator {
  readonly authUrl: string
  readonly apiKey: string
  fetch(url: string, init?: RequestInit): Promise<Response>
  mintToken(options: { readonly user: string }): Promise<{ readonly accessToken: string }>
  exportSeed(): object
  close(): Promise<void>
}

export interface Library {
  generateSigningKey(): string
  createEmulator(options: object): InProcessEmulator
}
