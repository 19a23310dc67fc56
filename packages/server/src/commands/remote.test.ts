import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentOf, double } from "../front-door/testing/documents.ts";
import { answeringDocument, guardedDocument } from "../testing/documents.ts";
import { runSluice } from "../testing/run-sluice.ts";
import { startTestApp, type TestApp } from "../testing/start-app.ts";

let app: TestApp;
let folder: string;
let hook: string;
let guarded: string;
const path = (...parts: string[]) => join(folder, ...parts);

async function publish(document: unknown): Promise<string> {
  const made = await app.call("POST", "/workflows", { document });
  const { id, hookUrl } = (await made.json()) as { id: string; hookUrl: string };
  expect((await app.call("POST", `/workflows/${id}/publish`, {})).status).toBe(200);
  return hookUrl;
}
const post = (url: string) =>
  fetch(url, { method: "POST", body: "{}", headers: { "content-type": "application/json" } });

beforeAll(async () => {
  app = await startTestApp();
  folder = mkdtempSync(join(tmpdir(), "sluice-remote-"));
  writeFileSync(path("token"), `${app.token}\n`);
  writeFileSync(path("body.json"), '{ "amount": 21 }');
  hook = await publish(answeringDocument());
  guarded = await publish(guardedDocument("s3cret"));
  await publish({ ...double, name: "Double" });
  const waiting = { type: "delay", config: { mode: "for", amount: 1, unit: "hours" } };
  await publish({ ...documentOf({ nodes: { nap: waiting }, edges: ["trigger>nap"] }), name: "Sleeps" });
  const failing = { type: "end", config: { status: "failed", message: "as drawn" } };
  await publish({ ...documentOf({ nodes: { no: failing }, edges: ["trigger>no"] }), name: "Fails" });
});
afterAll(async () => {
  await app.stop();
  rmSync(folder, { recursive: true, force: true });
});

const sluice = (...args: string[]) =>
  runSluice([...args, "--server", app.baseUrl, "--token-file", path("token")]);

describe("sluice run", () => {
  it.each<[string, string[], number, RegExp]>([
    ["an answer", ["Answers"], 0, /^exe_\w+: succeeded\n( .*\n)*answer: 200 \{"ok":true\}\n$/],
    ["a body", ["Double", "--body", "body.json"], 0, /: succeeded\n/],
    ["a version", ["Double", "--version", "1", "--body", "body.json"], 0, /: succeeded\n/],
    ["a failure", ["Fails"], 1, /: failed\n/],
    ["a sleep", ["Sleeps"], 3, /: waiting\n/],
    ["a beginning", ["Sleeps", "--no-wait"], 0, /^exe_\w+: /],
  ])("shows %s and says by its exit code what became of it", async (_, args, code, words) => {
    const given = args.map((arg) => (arg === "body.json" ? path(arg) : arg));
    expect(await sluice("run", ...given)).toEqual({ code, out: expect.stringMatching(words), err: "" });
  });

  it("prints the whole execution as JSON", async () => {
    const { code, out } = await sluice(
      "run",
      "Double",
      "--body",
      path("body.json"),
      "--json",
      "--query",
      "a=1",
    );
    expect(code).toBe(0);
    const { steps } = JSON.parse(out) as { steps: { node: string; output: unknown }[] };
    expect(steps.find(({ node }) => node === "keep")?.output).toEqual({ twice: 42 });
  });
});

describe("sluice deliveries tail", () => {
  it("shows those of before and goes on with those that come, each once, until it is ended", async () => {
    expect((await post(hook)).status).toBe(200);
    expect((await post(guarded)).status).toBe(401);
    await expect
      .poll(async () => (await sluice("deliveries", "tail", "--once")).out.split("\n").length)
      .toBe(3);
    const both = await sluice("deliveries", "tail", "--once");
    expect(both.out).toMatch(
      /^\S+Z {2}accepted {3}200 {2}POST .*exe_\w+\n\S+Z {2}refused {4}401 .* unauthorized\n$/,
    );

    const refused = await sluice("deliveries", "tail", "--once", "--verdict", "refused", "--json");
    expect(
      refused.out
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toMatchObject([{ verdict: "refused", reason: "unauthorized" }]);
    const ended = new AbortController();
    const seen: string[] = [];
    const given = ["deliveries", "tail", "--last", "0", "--workflow", "Answers", "--json"];
    const following = runSluice([...given, "--server", app.baseUrl, "--token-file", path("token")], {
      enough: ended.signal,
      heard: (line) => seen.push((JSON.parse(line) as { id: string }).id),
    });
    // It does not say when it has begun: it is sent to until it has.
    const sent: string[] = [];
    const send = async () => sent.push((await post(hook)).headers.get("sluice-delivery-id") ?? "");
    await expect
      .poll(async () => (await send()) > 0 && seen.length, { interval: 200, timeout: 20_000 })
      .toBeGreaterThan(0);
    await Promise.all([send(), send(), send()]);
    const from = sent.indexOf(seen[0] ?? "");
    expect(from).not.toBe(-1);
    // None is left out, and none comes twice.
    await expect.poll(() => [...seen].sort(), { timeout: 20_000 }).toEqual(sent.slice(from).sort());
    ended.abort();
    expect((await following).code).toBe(0);
  });
});

describe("sluice export and import", () => {
  it("write the same files every time, and make new workflows of them", async () => {
    const out = path("flows");
    const first = await sluice("export", out);
    expect([first.code, first.err]).toEqual([0, ""]);
    const names = readdirSync(out).sort();
    expect(names).toEqual(["answers.yaml", "double.yaml", "fails.yaml", "guarded.yaml", "sleeps.yaml"]);
    expect(readFileSync(join(out, "guarded.yaml"), "utf8")).toMatch(/secret: sec_/);
    expect(readFileSync(join(out, "guarded.yaml"), "utf8")).not.toContain("s3cret");
    const again = await sluice("export", out, "--json");
    expect(JSON.parse(again.out).every(({ changed }: { changed: boolean }) => !changed)).toBe(true);
    const one = await sluice("export", path("one"), "--workflow", "Double", "--published");
    expect([one.code, readdirSync(path("one"))]).toEqual([0, ["double.yaml"]]);

    writeFileSync(path("broken.yaml"), "format: 1\nname: Broken\nmode: fast\n");
    const imported = await sluice("import", join(out, "double.yaml"), path("broken.yaml"));
    expect([imported.code, imported.err]).toEqual([1, ""]);
    expect(imported.out).toMatch(/double\.yaml: created Double \(wf_\w+\)\n/);
    expect(imported.out).toMatch(/broken\.yaml: FAILED: .*\n {4}line 3/);
    // Two have the name now: each keeps a file of its own.
    expect((await sluice("run", "Double")).err).toMatch(/Several workflows are called Double: give the id/);
    await sluice("export", out);
    const doubles = readdirSync(out).filter((name) => name.startsWith("double"));
    expect(doubles.sort()).toEqual([expect.stringMatching(/^double-wf_\w+\.yaml$/), "double.yaml"]);
  });
});

describe("commands that speak to a server", () => {
  const token = () => ["--token-file", path("token")];
  it.each<[string[], RegExp]>([
    [["run"], /Name a workflow/],
    [["run", "x"], /--token-file is missing/],
    [["run", "x", "--version", "last"], /--version is the number/],
    [["run", "x", "--body", "/nowhere.json"], /--body, \/nowhere\.json, cannot be read/],
    [["run", "x", "--body", "-", "--token-file", "-"], /cannot be both/],
    [["run", "Nobody", "…"], /There is one <workflow> too many/],
    [["run", "Nobody", "TOKEN"], /There is no workflow with the id or name Nobody/],
    [["run", "x", "--server", "ftp://x", "TOKEN"], /--server is an address/],
    [["export"], /Name the folder/],
    [["import"], /Name a file or a folder/],
    [["deliveries", "tail", "--verdict", "lost"], /--verdict must be one of accepted, refused/],
    [["deliveries", "tail", "--last", "many"], /--last is a whole number/],
    [["deliveries", "tail", "here"], /here/],
  ])("%j is refused in one sentence with exit code 2", async (args, words) => {
    const given = args.flatMap((arg) => (arg === "TOKEN" ? token() : [arg]));
    const server = given.includes("--server") ? [] : ["--server", app.baseUrl];
    const { code, out, err } = await runSluice([...given, ...server]);
    expect([code, out, err]).toEqual([2, "", expect.stringMatching(words)]);
    expect(err).toMatch(/^sluice: [^\n]+\n$/);
  });

  it.each([
    ["run", "Double"],
    ["export", "x"],
    ["deliveries", "tail", "--once"],
  ])("%s … tells of a server that is away and of a wrong token", async (...words) => {
    const away = await runSluice([...words, "--server", "http://127.0.0.1:1", ...token()]);
    expect([away.code, away.err]).toEqual([1, expect.stringMatching(/The server does not answer/)]);
    const wrong = ["--server", app.baseUrl, "--token-file", "-"];
    const refused = await runSluice([...words, ...wrong], { input: "slu_wrong" });
    expect([refused.code, refused.err]).toEqual([1, expect.stringMatching(/not-signed-in/)]);
    expect(existsSync("x")).toBe(false);
  });
});
