import { gzipSync } from "node:zlib";
import { EditorPage } from "../fixtures/editor-page.ts";
import { expect, test } from "../fixtures/story.ts";

test("a form is pasted, taken, converted and shown; a file is downloaded", async ({
  signedIn: page,
  api,
  server,
}) => {
  const editor = new EditorPage(page);
  const id = await editor.create("Form receiver", "Asynchronous");
  const { hookUrl } = await api.workflows.get({ id });

  await test.step("pasting a form lets the trigger take forms", async () => {
    await editor.settings.getByRole("textbox", { name: /body/i }).first().fill("amount=12.5&order[id]=7");
    await editor.settings.getByRole("button", { name: /^Parse/ }).click();
    await expect(editor.settings.getByRole("checkbox", { name: "Forms" })).toBeChecked();
    await editor.settings.getByRole("checkbox", { name: "Files" }).check();
    await editor.settings.getByRole("checkbox", { name: "JSON" }).uncheck();
  });
  await editor.add("Set fields");
  await editor.publish();

  const form = await fetch(hookUrl, { method: "POST", body: new URLSearchParams({ amount: "12.5" }) });
  expect(form.status).toBe(200);
  const json = await fetch(hookUrl, {
    method: "POST",
    body: "{}",
    headers: { "content-type": "application/json" },
  });
  expect(json.status).toBe(415);
  const data = new FormData();
  data.append("scan", new Blob([Buffer.from("scanned")]), "scan.bin");
  const file = await fetch(hookUrl, { method: "POST", body: data });
  const packed = await fetch(hookUrl, {
    method: "POST",
    body: gzipSync("amount=99"),
    headers: { "content-type": "application/x-www-form-urlencoded", "content-encoding": "gzip" },
  });

  await test.step("the delivery shows what was packed, unpacked", async () => {
    await page.goto(`${server.base}/deliveries/${packed.headers.get("sluice-delivery-id")}`);
    await expect(page.getByText("amount=99")).toBeVisible();
    await expect(page.getByText("it is shown unpacked")).toBeVisible();
  });
  await test.step("the delivery gives its file", async () => {
    await page.goto(`${server.base}/deliveries/${file.headers.get("sluice-delivery-id")}`);
    const downloading = page.waitForEvent("download");
    await page.getByRole("link", { name: "scan.bin" }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe("scan.bin");
    await page.screenshot({ path: test.info().outputPath("delivery.png"), fullPage: true });
  });
  await page.goto(`${server.base}/workflows/${id}`);
  await editor.select("Webhook");
  await editor.settings.getByRole("checkbox", { name: "Forms" }).scrollIntoViewIfNeeded();
  await page.screenshot({ path: test.info().outputPath("bodies.png") });
});
