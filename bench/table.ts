/** Prints a table and one JSON line. */
export function print(bench: string, rows: readonly Record<string, unknown>[]): void {
  const heads = Object.keys(rows[0] ?? {});
  const line = (cells: readonly unknown[]) => `| ${cells.map((cell) => cell ?? "?").join(" | ")} |`;
  const lines = [line(heads), line(heads.map(() => "---")), ...rows.map((row) => line(Object.values(row)))];
  process.stdout.write(`${lines.join("\n")}\n${JSON.stringify({ bench, node: process.version, rows })}\n`);
}

export function megabytes(bytes: number | null): number | null {
  return bytes === null ? null : Math.round(bytes / 1e6);
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
