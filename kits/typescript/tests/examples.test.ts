import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signedHeaders } from "../src/signing.ts";
import { type EmptyFolder, kit, makeEmptyFolder } from "./empty-folder.ts";
import { type ScriptedServer, startScriptedServer } from "./scripted-server.ts";

/*
 * The examples of the guide and of the kits' own pages: the compiler takes them, and they do what they say. Each finds in its
 * environment, or as a name, what a reader has.
 */
const pythonKit = fileURLToPath(new URL("../../python", import.meta.url));
const hasPython =
  spawnSync("python3", ["-c", "import sys; sys.exit(sys.version_info < (3, 9))"]).status === 0;
if (!hasPython) console.warn("examples.test.ts leaves Python out: there is no python3 of 3.9 or newer");

const pages = ["docs/sending.md", "docs/fr/sending.md", "kits/typescript/README.md", "kits/python/README.md"];
const examplesIn = (language: "ts" | "python") =>
  pages.flatMap((page) => {
    const text = readFileSync(new URL(`../../../${page}`, import.meta.url), "utf8");
    const found = [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm"))];
    return found.map(([, example = ""]) => example);
  });

const secret = "whsec_c2VjcmV0";
const body = '{"type":"order.paid"}';
let given: { url: string; secret: string; headers: Record<string, string>; body: string };
let environment: Record<string, string>;
let server: ScriptedServer;
let folder: EmptyFolder;
beforeAll(async () => {
  server = await startScriptedServer();
  const message = { id: "msg_1", timestamp: Math.floor(Date.now() / 1000), body };
  given = {
    url: server.url,
    secret,
    body,
    headers: await signedHeaders({ scheme: "standard", secret }, message),
  };
  environment = {
    ...{ HOOK_URL: server.url, HOOK_SECRET: secret, GIVEN: JSON.stringify(given) },
    ...{ EVENTS_URL: server.url, EVENTS_TOKEN: "slu_1" },
  };
  folder = makeEmptyFolder();
});
afterAll(async () => {
  folder.remove();
  await server.stop();
});

const taken = { status: 200, text: '{"id":"any","duplicate":false}' };
/** On each page of the guide three send, on each of a kit one does; the others receive. */
const sent = ["A-17", "A-17", "A-17", "event", "event", "invoice-17", "invoice-17"];
const whatCame = async () => {
  const bodies = (await server.came(0)) as { order?: string; id?: string }[];
  return bodies.map(({ order, id }) => order ?? id ?? "event").sort();
};

describe("the examples", () => {
  test("in TypeScript", { timeout: 120_000 }, async () => {
    // given
    const examples = examplesIn("ts");
    expect(examples).toHaveLength(9);
    const names = examples.map((_, index) => `example-${index}`);
    await folder.install(kit);
    folder.write(
      "reader.d.ts",
      `declare const url: string, secret: string, current: string, previous: string, rawBody: Uint8Array;
       declare const request: Request;
       declare const process: { env: Record<string, string | undefined>; on(name: string, hear: () => void): void; exit(): never };`,
    );
    folder.write(
      "reader.mjs",
      `const { url, secret, headers, body } = JSON.parse(process.env.GIVEN);
       Object.assign(globalThis, { url, secret, current: "whsec_bmV3", previous: secret });
       Object.assign(globalThis, { request: { headers }, rawBody: new TextEncoder().encode(body) });
       for (const name of ${JSON.stringify(names)}) await import(\`./\${name}.mjs\`);`,
    );
    for (const [index, example] of examples.entries()) folder.write(`example-${index}.mts`, example);

    // when
    await folder.compile([
      ...["--strict", "--exactOptionalPropertyTypes", "--module", "nodenext", "--target", "es2022"],
      ...["reader.d.ts", ...names.map((name) => `${name}.mts`)],
    ]);
    server.answers(sent.map(() => taken));
    await folder.run(process.execPath, ["reader.mjs"], environment);

    // then
    expect(await whatCame()).toEqual(sent);
  });

  test.runIf(hasPython)("in Python, beside a copy of the package", { timeout: 120_000 }, async () => {
    const examples = examplesIn("python");
    expect(examples).toHaveLength(9);
    folder.copy(`${pythonKit}/sluice_webhooks`, "sluice_webhooks");
    folder.write("examples.json", JSON.stringify(examples));
    server.answers(sent.map(() => taken));
    await folder.run("python3", ["-B", "-c", reader], environment);
    expect(await whatCame()).toEqual(sent);
  });
});

const reader = `
import json, os, types
given = json.loads(os.environ["GIVEN"])
request = types.SimpleNamespace(headers=given["headers"], get_data=lambda: given["body"].encode())
names = {"url": given["url"], "secret": given["secret"], "current": "whsec_bmV3", "previous": given["secret"]}
for example in json.load(open("examples.json")):
    exec(example, {**names, "request": request})
`;
