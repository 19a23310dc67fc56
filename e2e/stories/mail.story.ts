import { expectAccessible, expectAccessibleInBothThemes } from "../fixtures/accessible.ts";
import { EditorPage } from "../fixtures/editor-page.ts";
import { type MailSink, startMailSink } from "../fixtures/mail-sink.ts";
import { SluiceServer } from "../fixtures/server.ts";
import { expect, signIn, test } from "../fixtures/story.ts";

const password = "pw-canary-77ab";
let sink: MailSink;
let open: SluiceServer;
test.beforeAll(async () => {
  sink = await startMailSink({ name: "ada", password });
  open = await SluiceServer.start({ environment: { SLUICE_ALLOW_NETWORKS: "127.0.0.1" } });
});
test.afterAll(async () => {
  await open.stop();
  await sink.close();
});

test("a mail server is entered and tested with one click, and a workflow sends through it", async ({
  page,
}) => {
  test.slow();
  await signIn(page, open.base);
  const editor = new EditorPage(page);

  await test.step("the node asks for a mail server, which is made in place", async () => {
    await editor.create("Thank by mail", "Asynchronous");
    await editor.pasteBody('{"email":"grace@example.com","name":"<b>Grace</b>"}');
    await editor.add("E-mail");
    await editor.settings.getByRole("button", { name: "New credential" }).click();
    const dialog = page.getByRole("dialog", { name: "New credential" });
    await expect(dialog.getByRole("combobox", { name: "Type" })).toHaveValue("Mail server (SMTP)");
    await dialog.getByLabel("Name", { exact: true }).fill("Shop mail");
    await dialog.getByLabel("Server", { exact: true }).fill("127.0.0.1");
    await dialog.getByLabel("Port").fill(String(sink.port));
    await dialog.getByRole("combobox", { name: "Encryption" }).click();
    await page.getByRole("option", { name: "None", exact: true }).click();
    await dialog.getByLabel("User name").fill("ada");
    await dialog.getByLabel("Password", { exact: true }).fill(password);
    await page.screenshot({ path: test.info().outputPath("mail-credential.png") });
    await expectAccessible(page, "the dialog of a mail server");
    await dialog.getByRole("button", { name: "Create the credential" }).click();
    await expect(editor.settings.getByRole("combobox", { name: "Mail server" })).toHaveValue("Shop mail");
  });

  await test.step("its fields are filled in, and it is published", async () => {
    await editor.type("From", "shop@example.com");
    await editor.settings.getByRole("button", { name: "Add", exact: true }).first().click();
    await editor.type("To 1", "{{ trigger.email }}");
    await editor.type("Subject", "Thank you");
    await editor.type("HTML", "<p>Hello {{ trigger.name }}</p>");
    await page.screenshot({ path: test.info().outputPath("mail-node.png"), fullPage: true });
    await expectAccessibleInBothThemes(page, "the settings of an e-mail");
    await editor.publish();
  });

  await test.step("what is posted is sent", async () => {
    const answer = await fetch(await editor.hookUrl(), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email: "grace@example.com", name: "<b>Grace</b>" }),
    });
    expect(answer.ok).toBe(true);
    await expect.poll(() => sink.received.length, { timeout: 20_000 }).toBe(1);
    expect(sink.received[0]).toContain("To: grace@example.com");
    expect(sink.received[0]).toContain("&lt;b&gt;Grace&lt;/b&gt;");
  });

  await test.step("the test is one click", async () => {
    await page.goto(`${open.base}/credentials`);
    await page.getByRole("button", { name: "Test “Shop mail”" }).click();
    const dialog = page.getByRole("dialog", { name: "Test “Shop mail”" });
    await dialog.getByRole("button", { name: "Connect" }).click();
    await expect(dialog.getByText("It works")).toBeVisible();
    await page.screenshot({ path: test.info().outputPath("mail-test.png") });
    await expectAccessible(page, "the test of a mail server");
    expect(await page.content()).not.toContain(password);
  });
});
