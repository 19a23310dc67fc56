/** Settings of the instance by name, as JSON texts. What a value may be stands above, in `settings/`. */
export interface SettingsStore {
  /** All that were ever set. */
  all(): Promise<ReadonlyMap<string, string>>;
  /** All of them or none. `at`: milliseconds since 1970. */
  set(given: { values: Readonly<Record<string, string>>; at: number }): Promise<void>;
}
