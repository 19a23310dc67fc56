import { rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { canLimit, limitFiles, skipped } from "./able.ts";
import { computing } from "./documents.ts";
import { executionOf, prepareData, ServerProcess } from "./server-process.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function started(environment: Readonly<Record<string, string>> = {}) {
  const data = await prepareData([computing]);
  closing.push(() => rmSync(data.folder, { recursive: true, force: true }));
  const server = await ServerProcess.start({ data, environment });
  closing.push(() => server.end());
  return server;
}

describe("a server with little", () => {
  it.skipIf(skipped(canLimit(), "F18 needs prlimit"))(
    "F18: of descriptors takes no more connections than it may, lives, and takes more when there is room",
    async () => {
      const server = await started();
      const { pid } = server;
      await executionOf(await server.post(0, { n: 1 }));
      limitFiles(pid, 80);
      const { port, hostname: host } = new URL(server.base);
      const sockets: Socket[] = [];
      for (let n = 0; n < 200; n += 1)
        sockets.push(connect({ host, port: Number(port) }).on("error", () => {}));
      await new Promise((resolve) => setTimeout(resolve, 1000));
      expect(server.runs).toBe(true);
      for (const socket of sockets) socket.destroy();
      await expect
        .poll(
          () =>
            server.post(0, { n: 2 }).then(
              ({ status }) => status,
              () => 0,
            ),
          { timeout: 30_000 },
        )
        .toBe(200);
      expect(server.pid).toBe(pid);
    },
    120_000,
  );

  it.each([
    { of: "large", filler: "x".repeat(1_000_000), count: 200 },
    // Nothing else in JSON takes as much memory for what it takes on the wire.
    { of: "costly", filler: Array(300_000).fill({}), count: 40 },
  ])(
    "F19: of memory answers $count $of deliveries at once, with 503 where they are too many, and keeps what it took",
    async ({ filler, count }) => {
      const server = await started({ NODE_OPTIONS: "--max-old-space-size=160" });
      const { pid } = server;
      const answers = await Promise.all(
        Array.from({ length: count }, (_, n) => server.post(0, { n, filler })),
      );
      const accepted: string[] = [];
      for (const answer of answers) {
        // 408: on a busy machine the sender itself may not come to sending it.
        expect([200, 408, 429, 503]).toContain(answer.status);
        if (answer.ok) accepted.push(await executionOf(answer));
        else await answer.arrayBuffer();
      }
      expect(accepted.length).toBeGreaterThan(0);
      expect(server.runs && server.pid === pid).toBe(true);
      for (const id of accepted) expect((await server.ended(id)).status).toBe("succeeded");
    },
    180_000,
  );
});
