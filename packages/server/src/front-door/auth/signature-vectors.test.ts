import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { SignaturePreset } from "@sluice/workflow/document";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentOf } from "../testing/documents.ts";
import { type OpenDoor, openDoor } from "../testing/open-door.ts";

const file = fileURLToPath(new URL("../../../../../../shared/vectors/signatures.json", import.meta.url));
const there = existsSync(file);
if (!there)
  console.warn("signature-vectors.test.ts is skipped: ../shared/vectors is not beside the repository");

interface Vector {
  readonly id: string;
  readonly scheme: SignaturePreset;
  readonly secret: string;
  readonly body_base64?: string;
  readonly form?: Readonly<Record<string, string>>;
  readonly content_type?: string;
  readonly url?: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Seconds since 1970 at which the clock stands. */
  readonly now?: number;
  readonly expect: string;
}

/** What we call what the vectors expect; some leave open which of several reasons it is. */
const stages: Readonly<Record<string, readonly string[]>> = {
  timestamp_too_old: ["timestamp-too-old"],
  timestamp_too_new: ["timestamp-too-new"],
  missing_header: ["missing-header"],
  // Nothing in the header is a signature of this scheme, or none of those in it is right.
  no_match: ["signature-mismatch", "malformed-signature"],
  bad_timestamp: ["malformed-timestamp"],
  bad_timestamp_or_signature: ["malformed-timestamp"],
  too_many: ["too-many-signatures"],
  format: ["malformed-signature"],
  no_timestamp: ["missing-timestamp", "malformed-timestamp"],
};

const vectors: readonly Vector[] = there ? JSON.parse(readFileSync(file, "utf8")).vectors : [];

let open: OpenDoor;
let now = Date.now();
beforeAll(async () => {
  open = await openDoor({ door: { clock: () => now } });
});
afterAll(() => open.close());

const workflows = new Map<string, ReturnType<OpenDoor["workflow"]>>();

/** One workflow for each scheme, secret and public URL. */
function workflowFor({ scheme, secret, url }: Vector) {
  const key = JSON.stringify([scheme, secret, url]);
  const known = workflows.get(key);
  if (known) return known;
  const publicUrl = url?.replace(/\?.*$/, "");
  const method = {
    ...{ type: "signature", preset: scheme, secrets: [{ value: { secret: { value: secret } } }] },
    ...(publicUrl === undefined ? {} : { publicUrl }),
  };
  const made = open.workflow(documentOf({ trigger: { auth: { any: [method] }, accept: ["json", "form"] } }));
  workflows.set(key, made);
  return made;
}

describe.skipIf(!there)("the vectors of signatures, through the trigger URL", () => {
  it.each(vectors.map((vector) => [vector.id, vector] as const))("%s", async (_, vector) => {
    const { id, url } = await workflowFor(vector);
    const form = vector.form && new URLSearchParams(vector.form).toString();
    const body = form ?? Buffer.from(vector.body_base64 ?? "", "base64");
    const type = form ? "application/x-www-form-urlencoded" : (vector.content_type ?? "application/json");
    now = (vector.now ?? 1_700_000_000) * 1000;
    const query = vector.url?.replace(/^[^?]*/, "") ?? "";
    const headers = { ...vector.headers, "content-type": type };
    const answer = await fetch(url + query, { method: "POST", headers, body });
    const problem = (await answer.text()) as string;
    const [delivery] = await open.listed(id);

    const [verdict = "", expected = ""] = vector.expect.split(/[:\s]/);
    if (verdict === "valid" || verdict === "either") {
      // The signature was right; what it signs need not be what this trigger takes.
      expect([answer.status, JSON.parse(answer.status === 200 ? "{}" : problem).code]).toEqual(
        isJson(body) || type !== "application/json" ? [200, undefined] : [400, "malformed-json"],
      );
      expect(delivery).toMatchObject({ authMethod: vector.scheme, authStage: null });
      return;
    }
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toBe('Signature realm="Sluice"');
    expect(JSON.parse(problem)).toEqual({
      type: expect.any(String),
      ...{ title: "Unauthorized", status: 401, detail: "Credentials are missing or wrong." },
      ...{ code: "unauthorized", deliveryId: delivery?.id },
    });
    const stage = verdict === "config_error" ? ["no-usable-secret"] : stages[expected];
    expect(stage).toContain(delivery?.authStage);
    expect(delivery).toMatchObject({ reason: "unauthorized", authMethod: vector.scheme });
  });
});

function isJson(body: string | Buffer): boolean {
  try {
    return body.length === 0 || JSON.parse(body.toString()) !== undefined;
  } catch {
    return false;
  }
}
