/** What a code of the catalogue of problems stands for. */
export interface CatalogueEntry {
  readonly status: number;
  readonly title: string;
  /** For people outside: no path, no SQL, no input, no secret. */
  readonly detail: string;
}

export function entry(status: number, title: string, detail: string): CatalogueEntry {
  return { status, title, detail };
}
