import { receiverExample, receiverLanguages } from "@sluice/api/receiving";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { startTestApp, type TestApp } from "../testing/start-app.ts";
import { type Receiver, startReceiver } from "./testing/receiver.ts";
import { type Kept, runReceiver } from "./testing/run-receiver.ts";

/*
 * The receivers that the editor offers to copy, run as they stand: they take what this server sends, and nothing of which a
 * byte is another.
 */
const kinds = [
  { name: "v1", format: "standard", signing: "v1" },
  { name: "v1a", format: "standard", signing: "v1a" },
  { name: "products-manager", format: "products-manager", signing: "v1" },
  { name: "alforis", format: "alforis", signing: "v1" },
] as const;
const kept = new Map<string, { message: Kept; environment: Record<string, string> }>();
let app: TestApp;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
  app = await startTestApp({ environment: { SLUICE_ALLOW_NETWORKS: "127.0.0.1" } });
  for (const { name, format, signing } of kinds) {
    const given = { url: `${receiver.url}/${name}`, events: ["*"], format, signing };
    const answer = await app.call("POST", "/webhooks", given);
    const { secret, publicKeys } = (await answer.json()) as { secret: string | null; publicKeys: string[] };
    // During a rotation there is another one beside it.
    const environment = { WEBHOOK_SECRET: `${secret} another`, WEBHOOK_PUBLIC_KEY: publicKeys.join(" ") };
    kept.set(name, { environment, message: { headers: {}, body: Buffer.alloc(0) } });
  }
  await app.call("POST", "/events", {
    event: "product.updated",
    data: { name: "Café 漢字 🙂", price: 12.5 },
  });
  for (const { name } of kinds) {
    await vi.waitFor(() => expect(receiver.at(`/${name}`)).toHaveLength(1), { timeout: 20_000 });
    const [came] = receiver.at(`/${name}`);
    const wanted = /^webhook-|^x-webhook-|^content-type$/;
    const headers = Object.entries(came?.headers ?? {}).filter(([header]) => wanted.test(header));
    const environment = kept.get(name)?.environment ?? {};
    const message = {
      headers: Object.fromEntries(headers) as Record<string, string>,
      body: Buffer.from(came?.body ?? ""),
    };
    kept.set(name, { environment, message });
  }
});
afterAll(async () => {
  await app.stop();
  await receiver.close();
});

/** As it came, with a byte flipped at the beginning, in the middle and at the end, and what else is to be refused. */
function variants({ headers, body }: Kept): Kept[] {
  const flipped = [1, body.length >> 1, body.length - 2].map((at) => {
    const other = Buffer.from(body);
    other[at] = (body[at] ?? 0) ^ 1;
    return { headers, body: other };
  });
  const without = (pattern: RegExp) => Object.entries(headers).filter(([name]) => !pattern.test(name));
  const unsigned = { headers: Object.fromEntries(without(/signature$/)), body };
  const old = { headers: { ...headers, "webhook-timestamp": "1600000000" }, body };
  return [{ headers, body }, ...flipped, unsigned, ...("webhook-timestamp" in headers ? [old] : [])];
}

describe.each(receiverLanguages.filter((language) => language !== "go"))(
  "the receiver for %s",
  (language) => {
    it.for(kinds)(
      "takes a message signed by $name, and no other",
      async ({ name, format, signing }, { skip }) => {
        const text = receiverExample({ language, format, signing });
        const sent = kept.get(name);
        if (text === undefined || !sent) throw new Error("there is no example, or no message");
        const { message } = sent;
        const [first = ""] = sent.environment.WEBHOOK_SECRET?.split(" ") ?? [];
        // By hand, one secret is looked at.
        const environment =
          language === "shell" ? { ...sent.environment, WEBHOOK_SECRET: first } : sent.environment;
        const messages = variants(message);
        const taken = await runReceiver(language, { text, messages, environment });
        if (taken === undefined) skip("what runs it is not on this machine");
        expect(taken).toEqual([true, ...messages.slice(1).map(() => false)]);
      },
    );
  },
);

it("there is none where nothing is signed", () => {
  for (const language of receiverLanguages) {
    expect(receiverExample({ language, format: "plain", signing: "v1" })).toBeUndefined();
  }
});
