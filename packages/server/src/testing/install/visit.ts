import { request } from "node:http";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what came
  json(): any;
}

export const host = "hooks.example.com";

/** A request to a proxy for the host of the guide: `fetch` sets no Host. Rejects where nobody answers. */
export function visit(
  base: string,
  given: {
    readonly method?: string;
    readonly path: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
  },
): Promise<Answer> {
  const { method = "GET", path, headers = {}, body } = given;
  const text = body === undefined ? "" : JSON.stringify(body);
  const sent = {
    ...(body === undefined ? {} : { "content-type": "application/json" }),
    ...{ "content-length": String(Buffer.byteLength(text)), host, ...headers },
  };
  return new Promise((resolve, reject) => {
    const asked = request(`${base}${path}`, { method, headers: sent, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("error", reject);
      answer.on("end", () => {
        const came = Buffer.concat(chunks).toString();
        resolve({
          ...{ status: answer.statusCode ?? 0, headers: answer.headers, text: came },
          json: () => JSON.parse(came),
        });
      });
    });
    asked.on("error", reject);
    asked.end(text);
  });
}

/** Somebody's browser behind the proxy: keeps the cookie of the session that `path` answers, and says where a call comes from. */
export async function enter(base: string, path: string, body: object) {
  const origin = `http://${host}`;
  const page = { origin, "sec-fetch-site": "same-origin" };
  const entered = await visit(base, { method: "POST", path: `/api/v1${path}`, headers: page, body });
  if (entered.status >= 300) throw new Error(`${path}: ${entered.status} ${entered.text}`);
  const [setCookie = ""] = [entered.headers["set-cookie"] ?? ""].flat();
  const session = { cookie: setCookie.split(";")[0] ?? "", "x-sluice-csrf": String(entered.json().csrf) };
  return {
    setCookie,
    call: (method: string, path: string, body?: unknown) =>
      visit(base, { method, path: `/api/v1${path}`, headers: { ...page, ...session }, body }),
  };
}
