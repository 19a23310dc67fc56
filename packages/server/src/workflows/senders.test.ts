import { createHmac } from "node:crypto";
import { createClient } from "@sluice/api/client";
import { senderKeys, triggerAuthSchema, type WorkflowDocument } from "@sluice/workflow/document";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answeringDocument } from "../testing/documents.ts";
import { startTestApp, type TestApp } from "../testing/start-app.ts";

let app: TestApp;
let client: ReturnType<typeof createClient>;
beforeAll(async () => {
  app = await startTestApp();
  client = createClient({ baseUrl: app.baseUrl, headers: () => ({ authorization: `Bearer ${app.token}` }) });
});
afterAll(() => app.stop());

const calledBy = (...any: object[]): WorkflowDocument =>
  answeringDocument({ trigger: { type: "webhook", config: { auth: { any } as never } } });
const signature = (preset: string, ...values: string[]) => ({
  ...{ type: "signature", preset },
  secrets: values.map((value) => ({ value: { secret: { value } } })),
});

describe("the senders of a workflow", () => {
  it("are listed by the secret that let them in, with the moment", async () => {
    const made = await client.workflows.create({ document: calledBy(signature("generic", "old", "new")) });
    await client.workflows.publish({ id: made.id });
    expect(await client.workflows.senders({ id: made.id })).toEqual({ senders: [] });
    const body = "{}";
    for (const secret of ["new", "wrong"]) {
      const signed = createHmac("sha256", secret).update(body).digest("hex");
      const headers = { "content-type": "application/json", "x-signature": signed };
      await fetch(made.hookUrl, { method: "POST", headers, body });
    }
    const [method] = triggerAuthSchema.parse(made.draft.trigger.config.auth).any;
    const keys = method ? senderKeys(method) : [];
    expect(await client.workflows.senders({ id: made.id })).toEqual({
      senders: [{ sender: keys[1], lastUsedAt: expect.stringMatching(/^20.*Z$/) }],
    });
    const { items } = await client.deliveries.list({ workflowId: made.id });
    expect(items.map(({ authMethod, authStage }) => [authMethod, authStage])).toEqual([
      ["generic", "signature-mismatch"],
      ["generic", null],
    ]);
    await expect(client.workflows.senders({ id: "wf_none" })).rejects.toMatchObject({ status: 404 });
  });

  it("whose secret is no key of its kind, or who sign an address that is not known, stop publishing", async () => {
    const document = calledBy(
      signature("standard-webhooks", "whsec_"),
      signature("standard-webhooks", "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="),
      signature("twilio", "12345"),
      {
        ...signature("custom", "not a key"),
        scheme: { header: "x-s", algorithm: "ed25519", encoding: "hex" },
      },
    );
    const { id } = await client.workflows.create({ document });
    const { findings } = await client.workflows.check({ id });
    expect(findings.map(({ code, at }) => `${code} ${at.slice(3).join(".")}`)).toEqual([
      "unusable-secret any.0.secrets.0.value",
      "public-url-missing any.2.publicUrl",
      "unusable-secret any.3.secrets.0.value",
    ]);
    await expect(client.workflows.publish({ id })).rejects.toMatchObject({ status: 422 });
  });
});
