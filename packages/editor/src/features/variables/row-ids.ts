import type { DraftVariable } from "../../document/trigger-config.ts";

/**
 * An identity for each row that stays while its key, path and everything else is edited: source and path as it was
 * parsed, numbered where several rows share them. Focus and half-typed text then stay where they are.
 */
export function rowIds(variables: readonly DraftVariable[]): readonly string[] {
  const seen = new Map<string, number>();
  return variables.map(({ from, path, parsedPath }) => {
    const name = `${from} ${parsedPath ?? path}`;
    const number = (seen.get(name) ?? 0) + 1;
    seen.set(name, number);
    return `${name} ${number}`;
  });
}
