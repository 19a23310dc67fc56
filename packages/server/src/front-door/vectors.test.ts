import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentOf, double } from "./testing/documents.ts";
import { type OpenDoor, openDoor } from "./testing/open-door.ts";
import { Program } from "./testing/program.ts";

const vectors = fileURLToPath(new URL("../../../../../shared/vectors/", import.meta.url));
const there = existsSync(vectors);
if (!there) console.warn("vectors.test.ts is skipped: ../shared/vectors is not beside the repository");

let open: OpenDoor;
beforeAll(async () => {
  open = await openDoor();
});
afterAll(() => open.close());

/**
 * Entries of the catalogue where the design stands above it, and why:
 * a request line that node waits on for its headers ends with the time for them (408).
 */
const design: Readonly<Record<string, number>> = {
  "framing/http09": 408,
};

interface Entry {
  readonly group: string;
  readonly target: string;
  readonly request: { readonly statistic?: boolean; readonly transport?: { readonly connections?: number } };
}
interface Result {
  readonly id: string;
  readonly status: number;
  readonly problems: string[];
}

/** What the runner sends: the rest of the catalogue is about nodes and the API; idle connections are opened below. */
const entries: readonly Entry[] = there
  ? (JSON.parse(readFileSync(join(vectors, "hostile.json"), "utf8")) as { entries: Entry[] }).entries.filter(
      ({ target, request: { statistic, transport } }) =>
        ["trigger", "trigger-basic"].includes(target) && !statistic && !transport?.connections,
    )
  : [];

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
});

describe.skipIf(!there)("the hostile catalogue, against the whole program", () => {
  let program: Program;
  beforeAll(async () => {
    program = await Program.start();
  }, 60_000);
  afterAll(() => program.stop());

  /** All entries of some groups, one after the other, each followed by an honest request. */
  async function run(hooks: { plain: string; basic: string }, groups: readonly string[]): Promise<Result[]> {
    const results: Result[] = [];
    for (const group of groups) {
      const out = join(open.folder, `hostile-${group}.jsonl`);
      const child = spawn(
        process.execPath,
        [
          join(vectors, "run-hostile.mjs"),
          ...["--base", program.base, "--hook", hooks.plain, "--hook-basic", hooks.basic],
          ...["--pid", String(program.pid), "--only", group, "--slow", "--out", out],
        ],
        { stdio: "ignore" },
      );
      await once(child, "exit");
      const lines = readFileSync(out, "utf8").trim().split("\n");
      results.push(...lines.map((line) => JSON.parse(line) as Result));
    }
    return results;
  }

  it("answers every entry as expected, takes an honest request after each, and grows no memory", async () => {
    const password = { secret: { value: "pa:ss" } };
    const auth = { any: [{ type: "basic", username: "user", password }] };
    const plain = await program.workflow(double);
    const basic = await program.workflow(documentOf({ trigger: { auth } }));
    const hooks = { plain: plain.path, basic: basic.path };
    const honest = (path: string, localAddress = "127.0.0.1") =>
      honestStatus(program.base + path, localAddress);
    for (let turn = 0; turn < 200; turn += 1) expect(await honest(plain.path)).toBe(200);
    const before = program.residentBytes;

    // Hundreds of connections that never say anything, while everything else goes on.
    const idle = Array.from({ length: 200 }, () => connect(Number(new URL(program.base).port), "127.0.0.1"));
    for (const socket of idle) socket.on("error", () => {});
    // The slow ones wait in a lane of their own.
    const fast = [...new Set(entries.map(({ group }) => group))].filter((group) => group !== "framing");
    const results = (await Promise.all([run(hooks, ["framing"]), run(hooks, fast)])).flat();
    for (const socket of idle) socket.destroy();

    expect(results.length).toBe(entries.length);
    const unexpected = results
      // How long it took, and how much memory others needed meanwhile, says more about the machine than about the door.
      .map((result) => ({
        ...result,
        problems: result.problems.filter((one) => !/^(control )?slow |^rss /.test(one)),
      }))
      .filter(({ problems }) => problems.length > 0)
      .filter(({ id, status }) => design[id] !== status);
    expect(unexpected).toEqual([]);
    // After the guesses, right credentials pass from everywhere else.
    expect(await honest(basic.path, "127.0.0.2")).toBe(200);
    expect(await honest(plain.path)).toBe(200);
    expect(program.runs).toBe(true);
    expect(program.log).not.toMatch(/"level":(50|60)/);
    const after = program.residentBytes;
    if (before !== null && after !== null) expect((after - before) / 1e6).toBeLessThan(64);
  }, 150_000);
});

/** One of an authenticated sender, from an address of this machine. */
function honestStatus(url: string, localAddress: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const authorization = `Basic ${Buffer.from("user:pa:ss").toString("base64")}`;
    const headers = { "content-type": "application/json", authorization };
    request(url, { method: "POST", headers, localAddress, agent: false }, (answer) => {
      answer.resume().on("end", () => resolve(answer.statusCode));
    })
      .on("error", reject)
      .end("{}");
  });
}
