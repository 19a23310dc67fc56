/** Settings of the instance by name. What a value may be stands above, in `settings/`. */
export interface SettingsStore {
  /** JSON text; undefined: it was never set. */
  get(name: string): Promise<string | undefined>;
  set(given: { name: string; value: string; at: number }): Promise<void>;
}
