import type { Page } from "@playwright/test";
import { EditorPage } from "../fixtures/editor-page.ts";
import { type OtherServer, startOtherServer, withToken } from "../fixtures/other-server.ts";
import { SluiceServer } from "../fixtures/server.ts";
import { expect, signIn, test } from "../fixtures/story.ts";

const token = "tok-canary-4d1c";
let receiver: OtherServer;
/** A server whose operator lets it reach this machine. */
let open: SluiceServer;
test.beforeAll(async () => {
  receiver = await startOtherServer(withToken(token));
  open = await SluiceServer.start({ environment: { SLUICE_ALLOW_NETWORKS: "127.0.0.1" } });
});
test.afterAll(async () => {
  await open.stop();
  await receiver.close();
});

test("a private address is refused, with what the operator can do about it", async ({ signedIn: page }) => {
  await page.getByRole("link", { name: "Credentials" }).click();
  await create(page, "Warehouse", token);
  await sendTest(page, "Warehouse", `${receiver.url}/stock`);
  const result = page.getByRole("dialog").getByRole("status");
  await expect(result).toContainText("It does not work");
  await expect(result).toContainText("address-refused");
  await expect(result).toContainText("SLUICE_ALLOW_NETWORKS");
  expect(receiver.got).toEqual([]);
});

test("a credential is made, tested, used by a node, changed and deleted", async ({ page }) => {
  test.slow();
  await signIn(page, open.base);
  const api = open.client();
  const editor = new EditorPage(page);

  await test.step("made and tested", async () => {
    await page.getByRole("link", { name: "Credentials" }).click();
    await create(page, "Warehouse", token, "127.0.0.1");
    await sendTest(page, "Warehouse", `${receiver.url}/stock`);
    await expect(page.getByRole("status").getByText("It works")).toBeVisible();
    expect(receiver.got).toMatchObject([
      { method: "GET", path: "/stock", headers: { authorization: `Bearer ${token}` } },
    ]);
    await page.keyboard.press("Escape");
  });

  await test.step("what went in does not come back out", async () => {
    await page.getByRole("button", { name: "Warehouse", exact: true }).click();
    await expect(page.getByLabel("Token", { exact: true })).toHaveValue("");
    expect(await page.content()).not.toContain(token);
    await page.keyboard.press("Escape");
  });

  await test.step("changed to a wrong token, it does not work any more", async () => {
    await page.getByRole("button", { name: "Warehouse", exact: true }).click();
    await page.getByLabel("Token", { exact: true }).fill("wrong");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByRole("dialog")).toBeHidden();
    await sendTest(page, "Warehouse");
    await expect(page.getByRole("status").getByText("It does not work")).toBeVisible();
    await expect(page.getByRole("status").getByText("401")).toBeVisible();
    await page.keyboard.press("Escape");
  });

  const id = await test.step("chosen for a node, and another one made in place", async () => {
    await page.getByRole("link", { name: "Workflows", exact: true }).click();
    const made = await editor.create("Tell the warehouse", "Asynchronous");
    await editor.select("Webhook");
    await editor.add("HTTP request");
    await editor.type("URL", `${receiver.url}/orders`);
    await editor.choose("Credential", "Warehouse");
    await editor.saved();
    await expect.poll(() => credentialIn(made)).toMatch(/^cred_/);
    const first = await credentialIn(made);
    await editor.settings.getByRole("button", { name: "New credential" }).click();
    await fill(page, "Warehouse 2", token);
    await expect(editor.settings.getByRole("combobox", { name: "Credential" })).toHaveValue("Warehouse 2");
    await editor.saved();
    await expect.poll(() => credentialIn(made)).not.toBe(first);
    return made;
  });

  await test.step("deleting says who uses it", async () => {
    await page.getByRole("link", { name: "To the workflows", exact: true }).click();
    await page.getByRole("link", { name: "Credentials" }).click();
    const row = page.getByRole("row", { name: /Warehouse 2/ });
    await expect(row.getByRole("link", { name: "Tell the warehouse" })).toBeVisible();
    await row.getByRole("button", { name: /^Actions/ }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByRole("link", { name: "Tell the warehouse" })).toBeVisible();
    await dialog.getByRole("button", { name: "Delete anyway" }).click();
    await expect(row).toHaveCount(0);
  });

  await test.step("and the workflow says what it lacks", async () => {
    await editor.open(open.base, id);
    await expect(editor.node("HTTP request")).toHaveAccessibleName(/1 error/);
  });

  async function credentialIn(workflow: string): Promise<unknown> {
    const { draft } = await api.workflows.get({ id: workflow });
    const [node] = Object.values(draft.nodes);
    const credential = node?.config.credential;
    return typeof credential === "object" && credential !== null && !Array.isArray(credential)
      ? credential.credential
      : undefined;
  }
});

async function create(page: Page, name: string, secret: string, host?: string): Promise<void> {
  await page.getByRole("button", { name: "New credential" }).click();
  await fill(page, name, secret, host);
  await expect(page.getByRole("button", { name, exact: true })).toBeVisible();
}

async function fill(page: Page, name: string, secret: string, host?: string): Promise<void> {
  const dialog = page.getByRole("dialog", { name: "New credential" });
  await dialog.getByLabel("Name", { exact: true }).fill(name);
  await dialog.getByLabel("Token", { exact: true }).fill(secret);
  if (host !== undefined) {
    await dialog.getByLabel("May be sent to").fill(host);
    await page.keyboard.press("Enter");
  }
  await dialog.getByRole("button", { name: "Create the credential" }).click();
  await expect(dialog).toBeHidden();
}

/** Without a URL, the one of the last time stands there already. */
async function sendTest(page: Page, name: string, url?: string): Promise<void> {
  await page.getByRole("button", { name: `Test “${name}”` }).click();
  const dialog = page.getByRole("dialog", { name: `Test “${name}”` });
  if (url !== undefined) await dialog.getByLabel("URL").fill(url);
  await dialog.getByRole("button", { name: "Send" }).click();
}
