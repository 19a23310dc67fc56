import type { Browser, CDPSession } from "@playwright/test";
import type { Cost } from "./trace.ts";
import { traced } from "./trace.ts";

/**
 * What the same gestures cost on a page of so many plain boxes that does nothing but what the hand asks for: it moves one
 * layer, one box, writes one line. The floor of this machine at this moment, whoever else uses it.
 */
export async function plainPage(
  browser: Browser,
  given: { boxes: number; gestures: Gestures },
): Promise<Readonly<Record<string, Cost>>> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await page.setContent(pageOf(given.boxes));
  await page.mouse.move(700, 450);
  const costs: Record<string, Cost> = {};
  const middle = { x: 700, y: 450 };
  costs.pan = await traced(session, () => given.gestures.wheel(session, { ...middle, deltaX: 9, deltaY: 6 }));
  costs.zoom = await traced(session, () =>
    given.gestures.wheel(session, { ...middle, deltaX: 0, deltaY: 4, zoom: true }),
  );
  await page.evaluate("showAll()");
  await page.waitForTimeout(500);
  costs["pan, all in sight"] = await traced(session, () =>
    given.gestures.wheel(session, { ...middle, deltaX: 3, deltaY: 2 }),
  );
  await page.evaluate("showAll(1)");
  await page.waitForTimeout(500);
  await page.mouse.move(700, 450);
  await page.mouse.down();
  costs.drag = await traced(session, () => given.gestures.drag((x, y) => page.mouse.move(700 + x, 450 + y)));
  await page.mouse.up();
  await page.locator("input").click();
  costs.type = await traced(session, () => given.gestures.type((letter) => page.keyboard.type(letter)));
  await context.close();
  return costs;
}

/** What a hand does, the same on both pages. */
export interface Gestures {
  readonly wheel: (
    session: CDPSession,
    given: { x: number; y: number; deltaX: number; deltaY: number; zoom?: boolean },
  ) => Promise<void>;
  /** `move` to a place from where it began. */
  readonly drag: (move: (x: number, y: number) => Promise<void>) => Promise<void>;
  readonly type: (letter: (text: string) => Promise<void>) => Promise<void>;
}

function pageOf(boxes: number): string {
  const cards = Array.from({ length: boxes }, (_, at) => {
    const place = `left: ${(at % 20) * 304}px; top: ${Math.floor(at / 20) * 192}px`;
    return `<div class="card" style="${place}"><b>Step ${at}</b><p>POST example.com</p></div>`;
  });
  return `<!doctype html><style>
body { margin: 0; overflow: hidden; font: 13px sans-serif }
#layer { position: absolute; inset: 0; transform-origin: 0 0; will-change: transform }
.card { position: absolute; width: 224px; height: 64px; border: 1px solid #ccc; border-radius: 8px; background: #fff }
input { position: fixed; right: 8px; top: 8px }
</style><div id="layer">${cards.join("")}</div><input aria-label="Name"><script>
const layer = document.getElementById("layer"), box = document.querySelector(".card");
let x = 0, y = 0, scale = 1, held = false;
const show = () => { layer.style.transform = \`translate(\${x}px, \${y}px) scale(\${scale})\`; };
const showAll = (to = 0.15) => { x = y = 0; scale = to; show(); };
addEventListener("wheel", (event) => {
  event.preventDefault();
  if (event.ctrlKey) scale *= 1 - event.deltaY / 500;
  else { x -= event.deltaX; y -= event.deltaY; }
  show();
}, { passive: false });
addEventListener("pointerdown", () => { held = true; });
addEventListener("pointerup", () => { held = false; });
addEventListener("pointermove", (event) => {
  if (held) box.style.transform = \`translate(\${event.clientX}px, \${event.clientY}px)\`;
});
document.querySelector("input").addEventListener("input", (event) => {
  box.firstChild.textContent = event.target.value;
});
</script>`;
}
