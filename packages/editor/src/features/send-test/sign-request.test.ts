import { schemesOf } from "@sluice/workflow/document";
import { expect, test } from "vitest";
import { readScheme } from "../../document/signature-scheme.ts";
import { signRequest } from "./sign-request.ts";

test.each([
  // docs.github.com, "Validating webhook deliveries"
  [
    "github",
    "It's a Secret to Everybody",
    "Hello, World!",
    "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
  ],
  // stripe-node, test/Webhook.spec.ts: payload and secret
  [
    "stripe",
    "whsec_test_secret",
    '{\n  "id": "evt_test_webhook",\n  "object": "event"\n}',
    "t=1492774577,v1=c2f890decbc5ede7c5060bb9a6d31e0626a4342bacb9aeae2adb1bcea72f9812",
  ],
] as const)("signs as %s does", async (preset, secret, body, value) => {
  const scheme = readScheme({ ...schemesOf({ preset })[0] });
  const headers = await signRequest({ scheme, secret, url: "", body, now: 1_492_774_577_000 });
  expect(headers).toEqual([{ name: scheme.header, value }]);
});
