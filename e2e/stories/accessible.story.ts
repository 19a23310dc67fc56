import { expectAccessibleInBothThemes } from "../fixtures/accessible.ts";
import { type Furnished, furnish } from "../fixtures/furnished.ts";
import {
  drawingScreens,
  listScreens,
  nodeScreens,
  type Screen,
  signedOutScreens,
  visit,
} from "../fixtures/screens.ts";
import { failing } from "../fixtures/states.ts";
import { signIn, test } from "../fixtures/story.ts";

let made: Furnished;
test.beforeAll(async () => {
  made = await furnish();
});
test.afterAll(() => made.close());

test("every screen is axe-clean in both themes", async ({ page }) => {
  test.slow();
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  const look = async (screen: Screen, within?: string) => {
    await visit(page, made, screen);
    await expectAccessibleInBothThemes(page, screen.name, within === undefined ? {} : { within });
  };
  await test.step("signed out", async () => {
    for (const screen of signedOutScreens) await look(screen);
  });
  await signIn(page, made.server.base);
  await test.step("lists, forms and dialogs", async () => {
    for (const screen of listScreens) await look(screen);
  });
  await test.step("drawings and executions", async () => {
    for (const screen of drawingScreens) await look(screen);
  });
  await test.step("the settings of a node of every type", async () => {
    for (const screen of nodeScreens(made)) await look(screen, "#inspector");
  });
  await test.step("a screen that failed", () => look(failing("/deliveries")));
});
