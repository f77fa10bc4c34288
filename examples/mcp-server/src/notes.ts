/** Where notes are. A KV namespace fits. */
export interface NotesStore {
  get(key: string): Promise<string | null>
  put(key: string, value: string): Promise<void>
}

/** The notes of one user. Others are out of reach: the key is the user of the token. */
export class Notes {
  readonly #store: NotesStore
  readonly #key: string

  constructor(store: NotesStore, userId: string) {
    this.#store = store
    this.#key = `notes/${userId}`
  }

  async list(): Promise<readonly string[]> {
    return JSON.parse((await this.#store.get(this.#key)) ?? '[]')
  }

  async add(note: string): Promise<number> {
    return this.#save([...(await this.list()), note])
  }

  async clear(): Promise<number> {
    return this.#save([])
  }

  async #save(notes: readonly string[]): Promise<number> {
    await this.#store.put(this.#key, JSON.stringify(notes))
    return notes.length
  }
}
