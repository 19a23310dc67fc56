import { rm } from "node:fs/promises";
import { type Browser, type CDPSession, chromium, type Page } from "@playwright/test";
import { median } from "./load.ts";
import { drawingOf } from "./paint/drawing.ts";
import { type Gestures, plainPage } from "./paint/plain.ts";
import { type Cost, traced } from "./paint/trace.ts";
import type { BenchOptions } from "./rounds.ts";
import { freshFolder } from "./servers.ts";
import { SluiceProcess } from "./sluice-process.ts";
import { print } from "./table.ts";

const nodes = 500;
/** A hand moves the pointer or the wheel so many times in one gesture. */
const moves = 90;

interface Round {
  readonly openMs: number;
  readonly costs: Readonly<Record<string, Cost>>;
  /** Of the same gestures on a page of as many plain boxes. */
  readonly plain: Readonly<Record<string, Cost>>;
}

/** The editor with 500 nodes in real Chromium: open, pan, zoom, drag, type (measures.md `paint`). */
export async function run({ rounds }: BenchOptions): Promise<void> {
  // `scripts/bench.mjs` finds a browser and builds the editor.
  const executablePath = process.env.CHROMIUM_PATH;
  const folder = await freshFolder();
  const sluice = await SluiceProcess.on({ folder });
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: ["--no-sandbox"],
  });
  const found: Round[] = [];
  try {
    await sluice.start();
    const { id } = await sluice.call<{ id: string }>("POST", "/workflows", { document: drawingOf(nodes) });
    const state = await signIn(browser, sluice.base);
    for (let round = 0; round < rounds; round++) {
      const editor = await once(browser, { address: `${sluice.base}/workflows/${id}`, state });
      found.push({ ...editor, plain: await plainPage(browser, { boxes: nodes, gestures }) });
    }
  } finally {
    await browser.close();
    await sluice.end("SIGTERM");
    await rm(folder, { recursive: true, force: true });
  }
  const opened = {
    gesture: "open",
    ms: Math.round(median(found.map(({ openMs }) => openMs))),
    "main thread ms": Math.round(median(found.map(({ costs }) => costs.open?.work ?? 0))),
  };
  const kinds = Object.keys(found[0]?.plain ?? {});
  print("paint", [
    opened,
    ...kinds.flatMap((gesture) => {
      const of = (page: "costs" | "plain") => found.flatMap((round) => round[page][gesture] ?? []);
      return [rowOf(gesture, of("costs")), rowOf(`${gesture}: plain boxes`, of("plain"))];
    }),
  ]);
}

type State = Awaited<ReturnType<Awaited<ReturnType<Browser["newContext"]>>["storageState"]>>;

async function signIn(browser: Browser, base: string): Promise<State> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${base}/sign-in`);
  await page.getByLabel("Email").fill("bench@example.com");
  await page.getByLabel("Password", { exact: true }).fill("a password for the bench");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/workflows$/);
  const state = await context.storageState();
  await context.close();
  return state;
}

async function once(
  browser: Browser,
  { address, state }: { address: string; state: State },
): Promise<Omit<Round, "plain">> {
  const context = await browser.newContext({ storageState: state, viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const first = page.locator(".react-flow__node").first();
  // Once to fill the caches of the browser, as for somebody who works with it.
  await page.goto(address);
  await first.waitFor();
  await page.waitForLoadState("networkidle");
  const costs: Record<string, Cost> = {};
  const began = performance.now();
  await page.goto(address);
  await first.waitFor();
  const openMs = performance.now() - began;
  await page.waitForTimeout(3000);
  // Once more for the work alone: recording takes time of its own.
  costs.open = await traced(session, async () => {
    await page.goto(address);
    await first.waitFor();
  });
  await page.waitForTimeout(3000);
  const canvas = await page.locator(".react-flow__pane").boundingBox();
  if (canvas === null) throw new Error("the canvas is not in sight");
  const middle = { x: canvas.x + canvas.width / 2, y: canvas.y + canvas.height / 2 };
  await page.mouse.move(middle.x, middle.y);

  costs.pan = await traced(session, () => wheel(session, { ...middle, deltaX: 9, deltaY: 6 }));
  costs.zoom = await traced(session, () => wheel(session, { ...middle, deltaX: 0, deltaY: 4, zoom: true }));
  await page.getByRole("button", { name: /^Show everything/ }).click();
  await page.waitForTimeout(1500);
  costs["pan, all in sight"] = await traced(session, () =>
    wheel(session, { ...middle, deltaX: 3, deltaY: 2 }),
  );
  await page.getByRole("button", { name: /^Zoom/ }).filter({ hasText: "%" }).click();
  await page.waitForTimeout(1500);
  costs.drag = await drag(page, session);
  costs.type = await type(page, session);
  await context.close();
  return { openMs, costs };
}

interface Wheel {
  readonly x: number;
  readonly y: number;
  readonly deltaX: number;
  readonly deltaY: number;
  readonly zoom?: boolean;
}

/** There and back again, so that it ends where it began. */
async function wheel(session: CDPSession, { zoom = false, ...given }: Wheel): Promise<void> {
  for (let move = 0; move < moves; move++) {
    const sign = move < moves / 2 ? 1 : -1;
    await session.send("Input.dispatchMouseEvent", {
      type: "mouseWheel",
      ...given,
      deltaX: sign * given.deltaX,
      deltaY: sign * given.deltaY,
      modifiers: zoom ? 2 : 0,
    });
    await new Promise((resolve) => setTimeout(resolve, 12));
  }
}

async function drag(page: Page, session: CDPSession): Promise<Cost> {
  const cards = page.locator(".react-flow__node-card");
  const count = await cards.count();
  for (let at = 0; at < count; at++) {
    const box = await cards.nth(at).boundingBox();
    if (box === null || box.x < 400 || box.y < 200 || box.x > 900 || box.y > 600) continue;
    await page.mouse.move(box.x + 120, box.y + 16);
    await page.mouse.down();
    const cost = await traced(session, () =>
      gestures.drag((x, y) => page.mouse.move(box.x + 120 + x, box.y + 16 + y)),
    );
    await page.mouse.up();
    return cost;
  }
  throw new Error("no card is in sight to be dragged");
}

async function type(page: Page, session: CDPSession): Promise<Cost> {
  const name = page.locator("#inspector").getByRole("textbox", { name: "Name", exact: true });
  await name.click();
  return traced(session, () => gestures.type((letter) => page.keyboard.type(letter)));
}

const gestures: Gestures = {
  wheel,
  async drag(move) {
    for (let at = 0; at < moves; at++) {
      const way = at < moves / 2 ? at : moves - at;
      await move(way * 2, way);
    }
  },
  async type(letter) {
    for (const one of "What a person types into a field of a node") {
      await letter(one);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  },
};

function rowOf(gesture: string, costs: readonly Cost[]) {
  const at = (part: number) => {
    const values = costs.map(
      ({ frames }) => frames[Math.min(frames.length - 1, Math.floor(frames.length * part))] ?? 0,
    );
    return Number(median(values).toFixed(1));
  };
  const dropped = costs.map((cost) => (100 * cost.dropped) / Math.max(1, cost.dropped + cost.drawn));
  const late = costs.map(
    ({ frames }) => (100 * frames.filter((ms) => ms > 16.7).length) / Math.max(1, frames.length),
  );
  return {
    gesture,
    ms: "",
    "main thread ms": Math.round(median(costs.map(({ work }) => work))),
    frames: median(costs.map(({ frames }) => frames.length)),
    "a frame, median ms": at(0.5),
    "p95 ms": at(0.95),
    "over 16.7 ms, %": Number(median(late).toFixed(1)),
    "dropped, %": Number(median(dropped).toFixed(1)),
  };
}
