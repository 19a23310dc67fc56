import { expectAccessible } from "../fixtures/accessible.ts";
import { EditorPage } from "../fixtures/editor-page.ts";
import { type OtherServer, startOtherServer, withToken } from "../fixtures/other-server.ts";
import { SluiceServer } from "../fixtures/server.ts";
import { expect, signIn, test } from "../fixtures/story.ts";

let shop: OtherServer;
/** A server whose operator lets it reach this machine. */
let open: SluiceServer;
test.beforeAll(async () => {
  shop = await startOtherServer(withToken("tok-1"));
  open = await SluiceServer.start({ environment: { SLUICE_ALLOW_NETWORKS: "127.0.0.1" } });
});
test.afterAll(async () => {
  await open.stop();
  await shop.close();
});

const document = (more: object = {}) => ({
  ...{ openapi: "3.1.0", info: { title: "Corner shop", version: "1" }, servers: [{ url: `${shop.url}/v1` }] },
  components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
  security: [{ token: [] }],
  paths: {
    "/orders/{order_id}": {
      get: {
        ...{ operationId: "getOrder", summary: "Get an order<script>alert(1)</script>", responses: {} },
        parameters: [
          {
            name: "order_id",
            in: "path",
            required: true,
            description: "Its number",
            schema: { type: "string" },
          },
          { name: "view", in: "query", required: true, schema: { enum: ["short", "full"] } },
          { name: "session", in: "cookie", schema: { type: "string" } },
        ],
      },
      ...more,
    },
  },
});

test("an operation of an imported document becomes a node with a form, and calls what it describes", async ({
  page,
}) => {
  test.slow();
  await signIn(page, open.base);
  const editor = new EditorPage(page);
  const dialog = page.getByRole("dialog");

  await test.step("the document is read before anything is saved", async () => {
    await page.getByRole("link", { name: "Connectors" }).click();
    await expect(page.getByRole("button", { name: "Add Stripe" })).toBeVisible();
    await page.getByRole("button", { name: "New connector" }).click();
    await dialog.getByRole("textbox", { name: "Document" }).fill("openapi: [");
    await dialog.getByRole("button", { name: "Read" }).click();
    await expect(dialog.getByRole("alert")).toContainText("no YAML");
    await dialog.getByRole("textbox", { name: "Document" }).fill(JSON.stringify(document()));
    await dialog.getByRole("button", { name: "Read" }).click();
    await expect(dialog.getByText("Get an order alert(1)")).toBeVisible();
    await expect(dialog.getByText("takes a cookie, which is left out: session")).toBeVisible();
    await expectAccessible(page, "what became of a document");
    await page.screenshot({ path: "test-results/connector-read.png" });
    await dialog.getByRole("button", { name: "Add the connector" }).click();
    await expect(page.getByRole("button", { name: "Corner shop", exact: true })).toBeVisible();
  });

  await test.step("its operation is found in the palette, and has a form", async () => {
    await page.getByRole("link", { name: "Workflows", exact: true }).click();
    await editor.create("Look an order up", "Asynchronous");
    await editor.pasteBody('{"order_id": "A-17"}');
    await editor.palette.getByRole("combobox", { name: "Search nodes" }).fill("corner order");
    await editor.palette.getByRole("option", { name: /^Get an order/ }).click();
    const form = editor.settings.getByRole("region", { name: "Operation of a connector" });
    await expect(form.getByText("Corner shop")).toBeVisible();
    await expect(form.getByText("Signs in with a bearer token")).toBeVisible();
    // A value that nobody has yet begins as a variable of its name.
    await expect(form.getByRole("textbox", { name: "order_id" })).toContainText("{{ trigger.order_id }}");
    await form.getByRole("combobox", { name: "view" }).click();
    await page.getByRole("option", { name: "full", exact: true }).click();
    await editor.type("order_id", "{{ trigger.order_id }}");
    await expect(editor.settings.getByRole("textbox", { name: "URL" })).toContainText(
      `${shop.url}/v1/orders/{{ trigger.order_id }}`,
    );
    await expect(form.getByText("The host of a URL")).toBeHidden();
    await expectAccessible(page, "the form of an operation");
    await page.screenshot({ path: "test-results/connector-form.png" });
  });

  await test.step("it runs as the ordinary request that it is", async () => {
    await editor.settings.getByRole("button", { name: "New credential" }).click();
    await dialog.getByLabel("Name", { exact: true }).fill("Corner shop");
    await dialog.getByLabel("Token", { exact: true }).fill("tok-1");
    await dialog.getByRole("button", { name: "Create the credential" }).click();
    await expect(dialog).toBeHidden();
    await expect(editor.settings.getByText("Signs in with a bearer token")).toBeHidden();
    await editor.publish();
    await fetch(await editor.hookUrl(), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"order_id":"A/17"}',
    });
    await expect
      .poll(() => shop.got.map(({ method, path, headers }) => [method, path, headers.authorization]))
      .toEqual([["GET", "/v1/orders/A%2F17?view=full", "Bearer tok-1"]]);
  });

  await test.step("another import says what changes, and who is left", async () => {
    await page.getByRole("link", { name: "Connectors" }).click();
    await expect(page.getByRole("link", { name: "Look an order up" })).toBeVisible();
    await page.getByRole("button", { name: "Actions for “Corner shop”" }).click();
    await page.getByRole("menuitem", { name: "Import again" }).click();
    const next = document({
      get: undefined,
      put: { operationId: "putOrder", summary: "Write an order", responses: {} },
    });
    await dialog.getByRole("textbox", { name: "Document" }).fill(JSON.stringify(next));
    await dialog.getByRole("button", { name: "Read" }).click();
    await expect(dialog.getByRole("region", { name: "New (1)" })).toContainText("Write an order");
    await expect(dialog.getByRole("region", { name: "Gone (1)" })).toContainText("Get an order");
    await expect(dialog.getByText(/Look an order up: Get an order/)).toBeVisible();
    await dialog.getByRole("button", { name: "Take it over" }).click();
    await expect(dialog).toBeHidden();
  });
});
