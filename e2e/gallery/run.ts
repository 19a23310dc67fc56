import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Browser, chromium, type Page } from "@playwright/test";
import { type Furnished, furnish } from "../fixtures/furnished.ts";
import {
  drawingScreens,
  listScreens,
  nodeScreens,
  type Screen,
  signedOutScreens,
  visit,
} from "../fixtures/screens.ts";
import { owner } from "../fixtures/server.ts";
import { stateScreens } from "../fixtures/states.ts";

const sizes = { desktop: { width: 1440, height: 900 }, tablet: { width: 768, height: 1024 } };
const looks = ["en", "fr"].flatMap((language) =>
  (["light", "dark"] as const).flatMap((theme) =>
    (["desktop", "tablet"] as const).map((size) => ({ language, theme, size })),
  ),
);
type Look = (typeof looks)[number];

const { values } = parseArgs({
  options: {
    look: { type: "string", multiple: true, default: [] },
    only: { type: "string", default: "" },
    to: { type: "string", default: join("test-results", "gallery") },
  },
});
const nameOf = ({ language, theme, size }: Look) => `${language}-${theme}-${size}`;
const chosen = looks.filter((look) => values.look.length === 0 || values.look.includes(nameOf(look)));
const wanted = ({ name }: Screen) => new RegExp(values.only).test(name);

const made = await furnish();
const browser = await chromium.launch({
  ...(process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {}),
  args: ["--no-sandbox"],
});
let problems = 0;
try {
  for (const look of chosen) problems += await take(browser, made, look);
} finally {
  await browser.close();
  await made.close();
}
process.exitCode = problems > 0 ? 1 : 0;

/** All pictures of one look. Answers how many screens could not be shown, or are wider than the window. */
async function take(browser: Browser, made: Furnished, look: Look): Promise<number> {
  const folder = join(values.to, nameOf(look));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const context = await browser.newContext({
    ...{ viewport: sizes[look.size], colorScheme: look.theme, reducedMotion: "reduce" },
    ...{ locale: look.language === "fr" ? "fr-FR" : "en-GB", timezoneId: "Europe/Paris" },
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  let problems = 0;
  const picture = async (screen: Screen) => {
    if (!wanted(screen)) return;
    const problem = await visit(page, made, screen).then(
      () => tooWide(page),
      (error) => String(error).split("\n", 3).join(" "),
    );
    await page.screenshot({ path: join(folder, `${screen.name}.png`) });
    await page.unrouteAll({ behavior: "ignoreErrors" });
    if (problem === undefined) return;
    problems++;
    process.stdout.write(`${nameOf(look)} ${screen.name}: ${problem}\n`);
  };
  for (const screen of signedOutScreens) await picture(screen);
  await page.goto(`${made.server.base}/sign-in`);
  await page.locator("input[type=email], input[name=email]").first().fill(owner.email);
  await page.locator("input[type=password]").fill(owner.password);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/workflows$/);
  const screens = [...listScreens, ...drawingScreens, ...nodeScreens(made), ...stateScreens];
  for (const screen of screens) await picture(screen);
  writeFileSync(join(folder, "index.html"), sheet([...signedOutScreens, ...screens].filter(wanted)));
  process.stdout.write(`${folder}\n`);
  await context.close();
  return problems;
}

/** A page that is wider than the window scrolls sideways, which nobody should have to. */
async function tooWide(page: Page): Promise<string | undefined> {
  const [width, room] = await page.evaluate(() => {
    const wide = [document.documentElement, ...document.querySelectorAll("main")];
    const worst = wide.reduce((one, other) =>
      other.scrollWidth - other.clientWidth > one.scrollWidth - one.clientWidth ? other : one,
    );
    return [worst.scrollWidth, worst.clientWidth] as const;
  });
  return width > room ? `${width} px wide in ${room}` : undefined;
}

function sheet(screens: readonly Screen[]): string {
  const figures = screens.map(
    ({ name }) => `<figure><img src="${name}.png" loading="lazy"><figcaption>${name}</figcaption></figure>`,
  );
  const style =
    "body{display:grid;grid-template-columns:repeat(3,1fr);gap:1rem;font:1rem sans-serif}img{width:100%}";
  return `<!doctype html><meta charset="utf-8"><title>Sluice</title><style>${style}</style>${figures.join("")}`;
}
