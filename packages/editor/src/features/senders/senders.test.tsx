// @vitest-environment happy-dom
import type { WorkflowDocument } from "@sluice/workflow/document";
import { act, cleanup, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, describe, expect, test } from "vitest";
import { OpenWorkflowContext, useOpenDocument } from "../../document/open-document-context.ts";
import { openWorkflow } from "../../testing/open-workflow.ts";
import { renderWithTexts } from "../../testing/render.tsx";
import { Senders } from "./senders.tsx";

afterEach(cleanup);
Object.defineProperty(document, "fonts", { value: new EventTarget(), configurable: true });

function Shown() {
  return <Senders config={useOpenDocument((state) => state.document.trigger.config)} />;
}

async function open(config: WorkflowDocument["trigger"]["config"]) {
  const opened = openWorkflow({
    ...{ format: 1, name: "Paid", mode: "sync", nodes: {}, edges: [] },
    trigger: { type: "webhook", config },
  });
  const { store } = opened;
  await renderWithTexts(
    <OpenWorkflowContext value={opened}>
      <Shown />
    </OpenWorkflowContext>,
  );
  return { store, auth: () => store.getState().document.trigger.config.auth };
}

const stored = { secret: "sec_1" };
const card = (name: string) => within(screen.getByRole("listitem", { name }));
const openCard = (name: string) => fireEvent.click(card(name).getByRole("button", { expanded: false }));
async function add(choice: string) {
  fireEvent.click(screen.getByRole("button", { name: "Add a method" }));
  fireEvent.click(await screen.findByRole("menuitem", { name: choice }));
}

describe("who may call", () => {
  test("a password goes in and is never shown again", async () => {
    const { auth } = await open({});
    await add("HTTP Basic");
    fireEvent.change(screen.getByLabelText("User name"), { target: { value: "bob" } });
    const password = screen.getByLabelText("Password");
    fireEvent.change(password, { target: { value: "s3cret" } });
    fireEvent.blur(password);

    expect(auth()).toEqual({
      any: [{ type: "basic", username: "bob", password: { secret: { value: "s3cret" } } }],
    });
    expect(screen.queryByDisplayValue("s3cret")).toBeNull();
    expect(screen.getByRole("button", { name: "Replace" })).toBeDefined();
  });

  test("a strong key is made by one click, shown once, and stays with its card when another goes", async () => {
    const { auth } = await open({ auth: { any: [{ type: "bearer", token: stored }] } });
    await add("API key");
    fireEvent.click(screen.getByRole("button", { name: "Make a strong one" }));
    const [, made] = (auth() as { any: { key: { secret: { value: string } } }[] }).any;
    const key = made?.key.secret.value ?? "";
    expect(key).toMatch(/^[\w-]{43}$/);
    expect(screen.getByText(key)).toBeDefined();

    fireEvent.click(screen.getByRole("button", { name: "Revoke Bearer token" }));
    expect(screen.getByText(key)).toBeDefined();
    fireEvent.click(screen.getByRole("button", { name: "I have it" }));
    expect(screen.queryByText(key)).toBeNull();
  });

  test("a secret is rotated: a second one is added, then the old one taken away", async () => {
    const { auth } = await open({
      auth: { any: [{ type: "signature", preset: "standard-webhooks", secrets: [{ value: stored }] }] },
    });
    openCard("Standard Webhooks (Svix)");
    fireEvent.click(screen.getByRole("button", { name: "Rotate: add a second secret" }));
    fireEvent.click(screen.getByRole("button", { name: "Make a strong one" }));
    fireEvent.click(screen.getByRole("button", { name: "Remove secret 1" }));
    expect(auth()).toEqual({
      any: [
        {
          ...{ type: "signature", preset: "standard-webhooks" },
          secrets: [{ value: { secret: { value: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/) } } }],
        },
      ],
    });
  });

  test("Slack brings its handshake along, and undo takes both back", async () => {
    const { store } = await open({});
    await add("Slack");
    expect(store.getState().document.trigger.config).toMatchObject({
      auth: { any: [{ preset: "slack" }] },
      handshakes: [{ type: "slack" }],
    });
    act(() => store.undo());
    expect(store.getState().document.trigger.config).toEqual({});
  });

  test("taking the last method away opens the URL, and says so", async () => {
    const { auth } = await open({ auth: { any: [{ type: "bearer", token: stored }], require: "all" } });
    fireEvent.click(screen.getByRole("button", { name: "Revoke Bearer token" }));
    expect(auth()).toBeUndefined();
    expect(screen.getByText(/^Everybody who knows the URL may call/)).toBeDefined();
  });

  test("tokens without an end are taken where a person says so", async () => {
    const jwt = { type: "jwt", algorithms: ["HS256"], secret: { secret: "sec_1" } };
    const { auth } = await open({ auth: { any: [jwt] } });
    openCard("JWT");
    const endless = screen.getByLabelText(/^Take tokens without an end \(exp\)/);
    expect((endless as HTMLInputElement).checked).toBe(false);
    fireEvent.click(endless);
    expect(auth()).toEqual({ any: [{ ...jwt, expiry: "optional" }] });
    fireEvent.click(endless);
    expect(auth()).toEqual({ any: [jwt] });
  });

  test("what a scheme of one's own signs is shown as it is typed", async () => {
    await open({
      auth: {
        any: [
          {
            ...{ type: "signature", preset: "custom", secrets: [{ value: stored }] },
            scheme: { header: "x-sig", algorithm: "sha256", encoding: "hex", signed: "{body}" },
          },
        ],
      },
      examples: { body: '{"a":1}' },
    });
    openCard("A scheme of your own");
    fireEvent.change(screen.getByLabelText("What is signed"), {
      target: { value: "v1.{timestamp}.{body}{bdoy}" },
    });
    expect(screen.getByRole("figure").textContent).toContain('v1.1760000000.{"a":1}{bdoy}');
    expect(screen.getByText("The time is signed: say in which header it stands.")).toBeDefined();
    expect(screen.getByText("A name in braces is none of those above.")).toBeDefined();
  });

  test("nothing that may stand in a draft breaks it", async () => {
    const odd = [
      {},
      null,
      "x",
      { type: "mtls", name: "Later" },
      { type: "basic", username: 7, password: "plain" },
      { type: "jwt", algorithms: "HS256" },
      { type: "signature", preset: "nobody", secrets: "none", scheme: { id: 1, timestamp: [] } },
      { type: "apiKey", key: { secret: 1 }, in: "cookie" },
    ];
    await open({ auth: { any: odd, require: 3 }, handshakes: [1, { type: "meta" }] });
    for (const item of within(screen.getByRole("list", { name: "Methods" })).getAllByRole("listitem")) {
      fireEvent.click(within(item).getByRole("button", { expanded: false }));
    }
    expect(screen.getByRole("listitem", { name: "Later" })).toBeDefined();
  });
});
