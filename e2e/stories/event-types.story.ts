import { expectAccessibleInBothThemes } from "../fixtures/accessible.ts";
import { type OtherServer, startOtherServer } from "../fixtures/other-server.ts";
import { SluiceServer } from "../fixtures/server.ts";
import { expect, signIn, test } from "../fixtures/story.ts";

let status = 503;
let receiver: OtherServer;
let sluice: SluiceServer;
test.beforeAll(async () => {
  receiver = await startOtherServer(() => ({ status, body: status === 200 ? "taken" : "not now" }));
  sluice = await SluiceServer.start({ environment: { SLUICE_ALLOW_NETWORKS: "127.0.0.1" } });
});
test.afterAll(async () => {
  await sluice.stop();
  await receiver.close();
});

test("a type of event is described, a webhook signs with a key pair, and a message that waits is sent again", async ({
  page,
}) => {
  test.slow();
  await signIn(page, sluice.base);
  const url = `${receiver.url}/hook`;

  await test.step("a webhook is made that signs with a key pair, with waits of its own", async () => {
    await page.getByRole("link", { name: "Webhooks out" }).click();
    await page.getByRole("button", { name: "New webhook" }).click();
    const dialog = page.getByRole("dialog", { name: "New webhook" });
    await dialog.getByRole("textbox", { name: "URL" }).fill(url);
    await dialog.getByRole("combobox", { name: "Events" }).pressSequentially("order.*,");
    await page.keyboard.press("Escape");
    const choose = async (field: string, option: string) => {
      await dialog.getByRole("combobox", { name: field }).click();
      await page.getByRole("option", { name: option }).click();
    };
    await choose("Format", "Standard Webhooks");
    await choose("Signed with", "a key pair (v1a, Ed25519)");
    await dialog.getByText("More settings").click();
    await choose("Tried again", "As in Standard Webhooks, over three days");
    await expect(dialog.getByText(/10 attempts; the last one 75h 35m after the first/)).toBeVisible();
    await choose("Tried again", "At times of your own");
    await dialog.getByRole("textbox", { name: "Waits after each attempt that failed" }).fill("1 h, soon");
    await dialog.getByRole("button", { name: "Create the webhook" }).click();
    await expect(dialog.getByRole("textbox", { name: "Waits after each attempt that failed" })).toBeFocused();
    await dialog.getByRole("textbox", { name: "Waits after each attempt that failed" }).fill("1 h, 2 h");
    await expect(dialog.getByText(/3 attempts; the last one 3h 0m after the first/)).toBeVisible();
    await page.screenshot({ path: test.info().outputPath("form.png"), fullPage: true });
    await dialog.getByRole("button", { name: "Create the webhook" }).click();
    await page.getByRole("link", { name: url }).click();
  });

  await test.step("its page shows the public key, and the receiver in the language that is chosen", async () => {
    const panel = page.getByRole("region", { name: "Check it at the receiver" });
    await expect(panel.getByText(/^whpk_/)).toBeVisible();
    await expect(panel.getByText(/createPublicKey/)).toBeVisible();
    await panel.getByRole("combobox", { name: "Language" }).click();
    await page.getByRole("option", { name: "PHP" }).click();
    await expect(panel.getByText(/sodium_crypto_sign_verify_detached/)).toBeVisible();
    await page.screenshot({ path: test.info().outputPath("webhook.png"), fullPage: true });
    await expectAccessibleInBothThemes(page, "a webhook with a public key");
  });

  await test.step("a type is described, with a schema from its example", async () => {
    await page.goto(`${sluice.base}/webhooks/events`);
    await expect(page.getByRole("link", { name: "execution.failed" })).toBeVisible();
    await expectAccessibleInBothThemes(page, "event types");
    await page.screenshot({ path: test.info().outputPath("types.png"), fullPage: true });
    await page.getByRole("button", { name: "Describe an event type" }).click();
    const dialog = page.getByRole("dialog", { name: "Describe an event type" });
    await dialog.getByRole("textbox", { name: "Name" }).fill("order.paid");
    await dialog.getByRole("textbox", { name: "What it means" }).fill("An order was paid");
    await dialog.getByRole("textbox", { name: "Example" }).fill('{ "order": 1042 }');
    await dialog.getByRole("button", { name: "Write the schema from the example" }).click();
    await expect(dialog.getByRole("textbox", { name: "JSON Schema of its data" })).toHaveValue(/"integer"/);
    await dialog.getByRole("combobox", { name: "An event whose data does not meet the schema" }).click();
    await page.getByRole("option", { name: "is refused: a call is answered 422, a step fails" }).click();
    const example = dialog.getByRole("textbox", { name: "Example" });
    await example.fill('{ "order": "1042" }');
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(example).toBeFocused();
    await expect(example).toHaveAccessibleDescription("At order the schema expects integer, not text.");
    await example.fill('{ "order": 1042 }');
    await page.screenshot({ path: test.info().outputPath("describe.png"), fullPage: true });
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "order.paid" })).toBeVisible();
    await expect(
      page.getByRole("region", { name: "Who is sent it" }).getByRole("link", { name: url }),
    ).toBeVisible();
    // Its name looks like that of a file: the page is there all the same when it is loaded anew.
    await page.reload();
    await expect(page.getByText("An order was paid")).toBeVisible();
    await page.screenshot({ path: test.info().outputPath("type.png"), fullPage: true });
    await expectAccessibleInBothThemes(page, "an event type");
  });

  await test.step("a message waits for its next attempt, is looked at, and sent again", async () => {
    await sluice.client().events.publish({ event: "order.paid", data: { order: 7 } });
    await page.getByRole("link", { name: "Messages", exact: true }).click();
    const row = page.getByRole("row").filter({ hasText: "order.paid" });
    await expect(row.getByText("503")).toBeVisible({ timeout: 20_000 });
    await expect(row.getByText("Waits")).toBeVisible();
    await page.screenshot({ path: test.info().outputPath("messages.png"), fullPage: true });
    await expectAccessibleInBothThemes(page, "messages");
    await row.getByRole("button", { name: "order.paid" }).click();
    const dialog = page.getByRole("dialog", { name: "Message" });
    await expect(dialog.getByText('"type":"order.paid"')).toBeVisible();
    await expect(dialog.getByText("not now")).toBeVisible();
    await page.screenshot({ path: test.info().outputPath("message.png"), fullPage: true });
    status = 200;
    await dialog.getByRole("button", { name: "Send again" }).click();
    await expect(row.getByText("Arrived")).toBeVisible({ timeout: 20_000 });
    await page.getByRole("combobox", { name: "State" }).click();
    await page.getByRole("option", { name: "Failed" }).click();
    await expect(page.getByText("No message matches")).toBeVisible();
  });

  await test.step("each of its pages is there in French", async () => {
    await page.goto(`${sluice.base}/account`);
    await page.getByText("Français", { exact: true }).click();
    await expect(page.locator("html")).toHaveAttribute("lang", "fr");
    await page.goto(`${sluice.base}/webhooks/messages`);
    await expect(page.getByRole("columnheader", { name: "Tentatives" })).toBeVisible();
    await page.getByRole("link", { name: "Types d’événements" }).click();
    await page.getByRole("button", { name: "Décrire un type d’événement" }).click();
    await expect(page.getByRole("dialog", { name: "Décrire un type d’événement" })).toBeVisible();
    await page.keyboard.press("Escape");
    await page.goto(`${sluice.base}/webhooks/event?type=order.paid`);
    await expect(page.getByRole("heading", { name: "Qui le reçoit" })).toBeVisible();
    await page.screenshot({ path: test.info().outputPath("type-fr.png"), fullPage: true });
    await page.getByRole("link", { name: url }).click();
    await expect(page.getByRole("heading", { name: "Le vérifier chez le destinataire" })).toBeVisible();
    await page.screenshot({ path: test.info().outputPath("webhook-fr.png"), fullPage: true });
  });
});
