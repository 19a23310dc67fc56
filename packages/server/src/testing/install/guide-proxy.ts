import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer, request as forward } from "node:http";
import { join } from "node:path";
import { freePort } from "../free-port.ts";

const page = readFileSync(new URL("../../../../../docs/reverse-proxy.md", import.meta.url), "utf8");
const blockOf = (language: string) =>
  new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(page)?.[1] ?? "";

interface Ports {
  readonly own: number;
  readonly server: number | string;
}

/** The servers of the guide's page, without their certificates and on a free port: how each is started in a folder. */
const configurations = {
  nginx(folder: string, { own, server }: Ports): string[] {
    const conf = blockOf("nginx")
      .replace("127.0.0.1:4100", `127.0.0.1:${server}`)
      .replace("listen 443 ssl;", `listen 127.0.0.1:${own};`)
      .replaceAll(/^ +ssl_.*\n/gm, "");
    const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
      (name) => `${name}_temp_path ${join(folder, name)};`,
    );
    const file = join(folder, "nginx.conf");
    writeFileSync(
      file,
      `daemon off; master_process off; pid ${join(folder, "pid")}; error_log stderr;\nevents {}\nhttp { access_log off; ${paths.join(" ")}\n${conf}}\n`,
    );
    return ["-c", file, "-p", folder, "-e", "stderr"];
  },
  caddy(folder: string, { own, server }: Ports): string[] {
    const conf = blockOf("caddy")
      .replace("hooks.example.com", `http://hooks.example.com:${own}`)
      .replace("127.0.0.1:4100", `127.0.0.1:${server}`);
    const file = join(folder, "Caddyfile");
    writeFileSync(file, `{\n\tadmin off\n}\n${conf}`);
    return ["run", "--adapter", "caddyfile", "--config", file];
  },
} as const;

export const proxyPrograms = Object.keys(configurations) as (keyof typeof configurations)[];

export interface GuideProxy {
  readonly base: string;
  /** What it has complained of. */
  said(): string;
  stop(): Promise<void>;
}

/** Starts one of the programs as the guide sets it up, in front of a server on this machine. */
export async function startGuideProxy(given: {
  readonly program: (typeof proxyPrograms)[number];
  readonly folder: string;
  readonly server: number | string;
}): Promise<GuideProxy> {
  const { program, folder, server } = given;
  mkdirSync(folder, { recursive: true });
  const own = await freePort();
  const child = spawn(program, configurations[program](folder, { own, server }), {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, HOME: folder },
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  return { base: `http://127.0.0.1:${own}`, said: () => said, stop: () => ended(child) };
}

/** Where none of the programs is installed: what they do to a request, by hand. */
export async function startPlainProxy(given: { readonly server: number | string }): Promise<GuideProxy> {
  let said = "";
  const proxy = createHttpServer((request, response) => {
    const before = request.headers["x-forwarded-for"];
    const address = request.socket.remoteAddress ?? "";
    const headers = {
      ...request.headers,
      "x-forwarded-for": before === undefined ? address : `${String(before)}, ${address}`,
    };
    const { method, url: path } = request;
    const onward = forward(
      { host: "127.0.0.1", port: given.server, method, path, headers, agent: false },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
        answer.on("error", () => response.destroy());
      },
    );
    onward.on("error", (error) => {
      said += `${error.message}\n`;
      if (!response.headersSent) response.writeHead(502);
      response.end();
    });
    request.pipe(onward);
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const address = proxy.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    ...{ base: `http://127.0.0.1:${port}`, said: () => said },
    async stop() {
      proxy.closeAllConnections();
      proxy.close();
    },
  };
}

export function isInstalled(program: string): boolean {
  try {
    execFileSync(program, [program === "nginx" ? "-v" : "version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Without grace: Caddy waits for whoever still follows the news. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}
