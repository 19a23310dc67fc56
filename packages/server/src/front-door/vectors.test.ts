import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentOf, double } from "./testing/documents.ts";
import { type OpenDoor, openDoor } from "./testing/open-door.ts";

const vectors = fileURLToPath(new URL("../../../../../shared/vectors/", import.meta.url));
const there = existsSync(vectors);
if (!there) console.warn("vectors.test.ts is skipped: ../shared/vectors is not beside the repository");

let open: OpenDoor;
beforeAll(async () => {
  open = await openDoor({ door: { timeouts: { headersMs: 5000, requestMs: 9000 } } });
});
afterAll(() => open.close());

/**
 * Entries of the catalogue where the design stands above it, and why:
 * guesses at passwords are not slowed down yet (429), and a request line that node waits on for its headers ends with the
 * time for them (408).
 */
const design: Readonly<Record<string, number>> = {
  "auth/bruteforce-200": 401,
  "framing/http09": 408,
};

describe.skipIf(!there)("the shared vectors", () => {
  it("takes real payloads and gives them back byte for byte", async () => {
    const { url } = await open.workflow(double);
    const folder = join(vectors, "payloads");
    const files = readdirSync(folder);
    expect(files.length).toBeGreaterThan(10);
    for (const name of files) {
      const body = readFileSync(join(folder, name));
      const headers = { "content-type": "application/json" };
      const answer = await fetch(url, { method: "POST", body, headers });
      expect([name, answer.status]).toEqual([name, 200]);
      const id = answer.headers.get("sluice-delivery-id") ?? "";
      const source = await open.deliveries.source(id);
      expect(body.equals(source?.body ?? new Uint8Array(0))).toBe(true);
      expect((await open.deliveries.get(id))?.request.body).toBe(body.toString("utf8"));
    }
  });

  it("stands up to the hostile catalogue, each entry followed by an honest request", async () => {
    const plain = await open.workflow(double);
    const password = { secret: { value: "pa:ss" } };
    const auth = { any: [{ type: "basic", username: "user", password }] };
    const basic = await open.workflow(documentOf({ trigger: { auth } }));
    const child = spawn(
      process.execPath,
      [
        join(vectors, "run-hostile.mjs"),
        ...["--base", open.base, "--hook", plain.path, "--hook-basic", basic.path],
        ...["--out", join(open.folder, "hostile.jsonl")],
      ],
      { stdio: "ignore" },
    );
    await once(child, "exit");
    const lines = readFileSync(join(open.folder, "hostile.jsonl"), "utf8").trim().split("\n");
    const results = lines.map(
      (line) => JSON.parse(line) as { id: string; status: number; problems: string[] },
    );
    expect(results.length).toBeGreaterThan(200);
    const unexpected = results
      // How long it took says more about the machine than about the door.
      .map((result) => ({
        ...result,
        problems: result.problems.filter((one) => !/^(control )?slow /.test(one)),
      }))
      .filter(({ problems }) => problems.length > 0)
      .filter(({ id, status }) => design[id] !== status)
      // Not under /hooks/: the API answers those, not the door.
      .filter(({ status }) => status !== 418);
    expect(unexpected).toEqual([]);
    expect(open.errors).toEqual([]);
  }, 120_000);
});
