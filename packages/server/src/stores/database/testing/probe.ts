import type { Connection } from "../connect.ts";

/** Operations on a table `probe (id INTEGER PRIMARY KEY, word TEXT)`, as a store would hand them in. */
export function probeOperations({ $client }: Connection) {
  const insert = $client.prepare("INSERT INTO probe VALUES (?, ?)");
  return {
    add({ id, word }: { id: number; word: string }): string {
      insert.run(id, word);
      if (word === "half") insert.run(id, "again");
      return word;
    },
    bug(): void {
      throw new TypeError("a mistake of ours");
    },
    /** No result, and a pragma of this connection. */
    pragma(text: string): void {
      $client.pragma(text);
    },
    /** What no operation does: takes the thread down. */
    crash(): void {
      process.exit(3);
    },
  };
}

export type ProbeOperations = ReturnType<typeof probeOperations>;
