import { fork, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ReceiverLanguage } from "@sluice/api/receiving";

export interface Kept {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}
interface Given {
  readonly text: string;
  readonly messages: readonly Kept[];
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
}

/** Whether each message was taken by the example, which is run as it stands. Undefined: what runs it is not on this machine. */
export async function runReceiver(
  language: ReceiverLanguage,
  given: Omit<Given, "folder">,
): Promise<boolean[] | undefined> {
  const folder = mkdtempSync(join(tmpdir(), "sluice-receiver-"));
  try {
    return await running[language]?.({ ...given, folder });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const running: Partial<Record<ReceiverLanguage, (given: Given) => Promise<boolean[] | undefined>>> = {
  node: inNode,
  flask: (given) => inPython(given, "flask"),
  fastapi: (given) => inPython(given, "fastapi"),
  php: inPhp,
  shell: async (given) => inShell(given),
};

/** Says on which port a program listens that was told to take any. */
const tellPort = `import { Server } from "node:net";
const listen = Server.prototype.listen;
Server.prototype.listen = function (...given) {
  this.once("listening", () => process.send(this.address().port));
  return listen.apply(this, given);
};`;

async function inNode({ text, messages, environment, folder }: Given): Promise<boolean[]> {
  const file = join(folder, "receiver.mjs");
  writeFileSync(file, text);
  const child = fork(file, {
    ...{ execArgv: ["--import", `data:text/javascript,${encodeURIComponent(tellPort)}`], stdio: "pipe" },
    env: { ...process.env, ...environment, PORT: "0" },
  });
  try {
    const [port] = (await once(child, "message")) as [number];
    return await asked(`http://127.0.0.1:${port}/`, messages);
  } finally {
    child.kill();
    await once(child, "exit");
  }
}

async function inPhp({ text, messages, environment, folder }: Given): Promise<boolean[] | undefined> {
  if (spawnSync("php", ["--version"]).status !== 0) return undefined;
  const file = join(folder, "receiver.php");
  writeFileSync(file, text);
  const child = spawn("php", ["-S", "127.0.0.1:0", file], {
    ...{ env: { ...process.env, ...environment }, stdio: ["ignore", "ignore", "pipe"] },
  });
  try {
    let told = "";
    for await (const chunk of child.stderr.iterator({ destroyOnReturn: false })) {
      told += String(chunk);
      if (/started/.test(told)) break;
    }
    child.stderr.resume();
    const base = /http:\/\/127\.0\.0\.1:\d+/.exec(told)?.[0];
    return await asked(`${base}/`, messages);
  } finally {
    child.kill();
    await once(child, "exit");
  }
}

async function asked(url: string, messages: readonly Kept[]): Promise<boolean[]> {
  const taken: boolean[] = [];
  for (const { headers, body } of messages) {
    const { status } = await fetch(url, { method: "POST", headers, body: new Uint8Array(body) });
    if (status !== 204 && status !== 401) throw new Error(`it answered ${status}`);
    taken.push(status === 204);
  }
  return taken;
}

/** The frameworks are not what is tested, and not on every machine: as much of them as the examples touch. */
const stubs = `import asyncio, base64, json, sys, types

class Headers(dict):
    def get(self, name, default=None):
        return dict.get(self, name.lower(), default)

class App:
    def __init__(self, *_):
        pass
    def post(self, _path):
        return lambda function: function

class Response:
    def __init__(self, status_code=200):
        self.status = status_code

class Request:
    headers = Headers()
    data = b""
    def get_data(self):
        return self.data
    async def body(self):
        return self.data

current = Request()
sys.modules["flask"] = types.SimpleNamespace(Flask=App, request=current)
sys.modules["fastapi"] = types.SimpleNamespace(FastAPI=App, Request=Request, Response=Response)
`;
const asking = {
  flask: "receive()[1]",
  fastapi: "asyncio.run(receive(current)).status",
};

async function inPython(
  { text, messages, environment, folder }: Given,
  framework: keyof typeof asking,
): Promise<boolean[] | undefined> {
  const needed = text.includes("cryptography") ? "import sys, cryptography" : "import sys";
  const check = `${needed}; sys.exit(sys.version_info < (3, 9))`;
  if (spawnSync("python3", ["-c", check]).status !== 0) return undefined;
  const file = join(folder, "receiver.py");
  const last = `
sys.stdout = sys.stderr
taken = []
for one in json.load(sys.stdin):
    current.headers = Headers({name.lower(): value for name, value in one["headers"].items()})
    current.data = base64.b64decode(one["body"])
    taken.append(${asking[framework]})
sys.__stdout__.write(json.dumps(taken))
`;
  writeFileSync(file, `${stubs}\n${text}\n${last}`);
  const input = JSON.stringify(
    messages.map(({ headers, body }) => ({ headers, body: body.toString("base64") })),
  );
  const { stdout, stderr, status } = spawnSync("python3", [file], {
    ...{ input, encoding: "utf8", env: { ...process.env, ...environment } },
  });
  if (status !== 0) throw new Error(stderr);
  return (JSON.parse(stdout) as number[]).map((answered) => answered === 204);
}

function inShell({ text, messages, environment, folder }: Given): boolean[] | undefined {
  if (!/^OpenSSL 3/.test(spawnSync("openssl", ["version"], { encoding: "utf8" }).stdout ?? ""))
    return undefined;
  return messages.map(({ headers, body }) => {
    writeFileSync(join(folder, "body.json"), body);
    const signature = headers["webhook-signature"] ?? headers["x-webhook-signature"] ?? "";
    const { stdout, stderr, status } = spawnSync("sh", ["-c", text], {
      ...{ cwd: folder, encoding: "utf8" },
      env: {
        ...{ ...process.env, ...environment, SIGNATURE: signature },
        ...{ ID: headers["webhook-id"] ?? "", TIMESTAMP: headers["webhook-timestamp"] ?? "" },
      },
    });
    if (stdout !== "It holds\n" && stdout !== "It does not hold\n") throw new Error(`${stdout}${stderr}`);
    return status === 0;
  });
}
