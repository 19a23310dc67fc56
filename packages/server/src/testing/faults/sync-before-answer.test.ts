import { rmSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { canTrace, skipped } from "./able.ts";
import { computing } from "./documents.ts";
import { executionOf, prepareData, ServerProcess } from "./server-process.ts";
import { startStrace } from "./strace.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const posts = 20;
const calls = "trace=fsync,fdatasync,write,writev,sendto,sendmsg,pwrite64";

describe.skipIf(skipped(canTrace(), "F02 needs strace and the right to use it"))("a power cut", () => {
  it("F02: finds each accepted delivery written and synced before its answer left", async () => {
    const data = await prepareData([computing]);
    closing.push(() => rmSync(data.folder, { recursive: true, force: true }));
    const server = await ServerProcess.start({ data });
    closing.push(() => server.end());
    const strace = await startStrace(server.pid, ["-f", "-y", "-s", "300", "-e", calls]);
    closing.push(strace.kill);
    for (let n = 1; n <= posts; n += 1) await executionOf(await server.post(0, { n }));
    const events = eventsIn(await strace.end());
    const answers = events.flatMap((event, index) => (event === "answer" ? [index] : []));
    expect(answers.length).toBe(posts);
    for (const [position, at] of answers.entries()) {
      const since = events.slice((answers[position - 1] ?? -1) + 1, at);
      // The last write of the log lies before the last sync, and that before the answer.
      expect(since).toContain("wal");
      expect(since.lastIndexOf("sync")).toBeGreaterThan(since.lastIndexOf("wal"));
    }
  }, 180_000);
});

/** What matters of a trace, in its order: `wal` written, `sync` of it, an accepting `answer`. */
function eventsIn(trace: string): ("wal" | "sync" | "answer")[] {
  return trace.split("\n").flatMap((line) => {
    if (/pwrite64\([^,]*sluice\.db-wal>/.test(line)) return ["wal" as const];
    // Of a thread that was interrupted in it: where it goes on.
    if (/f(data)?sync(\([^)]*sluice\.db-wal>\)| resumed>.*\)) += 0/.test(line)) return ["sync" as const];
    return /(write|writev|send\w+)\(.*HTTP\/1\.1 200 OK\\r\\n/.test(line) && /sluice-delivery-id/i.test(line)
      ? ["answer" as const]
      : [];
  });
}
