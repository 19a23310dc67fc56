import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { verify } from "../../../../kits/typescript/src/index.ts";
import { headersOf } from "./formats.ts";

/*
 * What the signer makes of every spelling of a secret that a subscription may have, and whether the kits read it alike.
 */
const kit = fileURLToPath(new URL("../../../../kits/python", import.meta.url));
const hasPython =
  spawnSync("python3", ["-c", "import sys; sys.exit(sys.version_info < (3, 9))"]).status === 0;
if (!hasPython) console.warn("kits-verify.test.ts leaves Python out: there is no python3 of 3.9 or newer");

const secrets = [
  ...[
    "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "whsec_c2VjcmV0cw==",
    "whsec_c2VjcmV0cw",
    "whsec_c2VjcmV0cw=",
  ],
  // A letter that is no byte, and one whose last bits are of none.
  ...["whsec_c2Vjcm", "whsec_c2Vjc", "whsec_c2VjcmV0cx"],
  // Text, some of which looks like base64.
  ...["plain", "un secret d’été 🙂", "c2VjcmV0", "with a line\n", " "],
  ...[
    "whsec_not base64",
    "whsec_c2Vj-cmV0_",
    "whsec_c2Vj===",
    "whsec_c2VjcmV0\n",
    "WHSEC_c2VjcmV0",
    "whsec",
    "a.b",
  ],
];
const now = 1_750_000_000;
const body = JSON.stringify({ type: "order.paid", data: { name: "Café 漢字" } });
const signedBy = (...signing: readonly string[]) =>
  Object.fromEntries(
    headersOf("standard", {
      ...{ subscriptionId: "sub_1", messageId: "msg_1", eventType: "order.paid", body },
      ...{ at: now * 1000, secrets: signing },
    }).map(({ name, value }) => [name, value]),
  );

const wrong = "another";
/** Each alone, and each as the older and the newer one of a rotation. */
const vectors = secrets.flatMap((secret, index) => {
  const other = secrets[(index + 1) % secrets.length] ?? "";
  return [
    { secret, headers: signedBy(secret) },
    { secret, headers: signedBy(secret, other) },
    { secret, headers: signedBy(other, secret) },
  ];
});

describe("what the signer signs with a secret of any spelling", () => {
  it.each(vectors)("holds for the TypeScript kit: $secret", async ({ secret, headers }) => {
    const given = { headers, body, now };
    await expect(verify({ ...given, secrets: [secret] })).resolves.toEqual({ id: "msg_1", timestamp: now });
    await expect(verify({ ...given, secrets: [wrong, secret] })).resolves.toMatchObject({ id: "msg_1" });
    await expect(verify({ ...given, secrets: [wrong] })).rejects.toMatchObject({
      reason: "signature-mismatch",
    });
    await expect(verify({ ...given, secrets: [secret], body: `${body} ` })).rejects.toMatchObject({
      reason: "signature-mismatch",
    });
  });

  it.runIf(hasPython)("holds for the Python kit", () => {
    const { status, stdout, stderr } = spawnSync("python3", ["-B", "-c", script], {
      ...{ cwd: kit, encoding: "utf8", timeout: 60_000 },
      input: JSON.stringify({ vectors, wrong, body, now }),
    });
    expect(status, stderr).toBe(0);
    expect(JSON.parse(stdout)).toEqual(vectors.map(({ secret }) => [secret, true, false, false]));
  });
});

const script = `
import json, sys
from sluice_webhooks import SignatureError, verify
given = json.load(sys.stdin)
body = given["body"].encode()

def holds(secret, headers, body):
    try:
        return verify(secrets=[secret], headers=headers, body=body, now=given["now"]).id == "msg_1"
    except SignatureError as error:
        return error.reason != "signature-mismatch"

print(json.dumps([
    [one["secret"], holds(one["secret"], one["headers"], body), holds(given["wrong"], one["headers"], body),
     holds(one["secret"], one["headers"], body + b" ")]
    for one in given["vectors"]
]))
`;
