/** What Node.js, a library or a driver calls an error (`ENOENT`, `SQLITE_FULL`); undefined: it has no such name. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

export function hasCode(error: unknown, code: string): boolean {
  return codeOf(error) === code;
}
