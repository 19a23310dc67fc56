import { expect, it } from "vitest";
import { ConnectionPool, type Pooled } from "./connection-pool.ts";

class Line implements Pooled {
  static made = 0;
  readonly number: number;
  ended = false;
  cleaned = 0;

  constructor() {
    Line.made += 1;
    this.number = Line.made;
  }

  end(): void {
    this.ended = true;
  }

  async clean(): Promise<void> {
    this.cleaned += 1;
  }
}

function start(settings: Partial<{ size: number; idleMs: number }> = {}) {
  Line.made = 0;
  const pool = new ConnectionPool<Line>({ size: 2, idleMs: 60_000, ...settings });
  const lines: Line[] = [];
  const use = <Result>(
    run: (line: Line) => Promise<Result>,
    { key = "a", signal = new AbortController().signal }: { key?: string; signal?: AbortSignal } = {},
  ) =>
    pool.use(
      {
        ...{ place: "shop", key, signal },
        open: async () => {
          const line = new Line();
          lines.push(line);
          return line;
        },
      },
      async (line) => ({ result: await run(line) }),
    );
  return { pool, lines, use };
}

const number = async (line: Line) => line.number;
const settled = () => new Promise((resolve) => setImmediate(resolve));

it("one after another share one that is cleaned in between", async () => {
  const { lines, use } = start();
  for (let turn = 0; turn < 3; turn += 1) {
    expect(await use(number)).toBe(1);
    await settled();
  }
  expect(lines.map(({ cleaned }) => cleaned)).toEqual([3]);
});

it("no more than its size are open: who comes later waits, and may be called off", async () => {
  const { use } = start();
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const held = gates.map(({ promise }) => use((line) => promise.then(() => line.number)));
  const control = new AbortController();
  const off = use(number, { signal: control.signal });
  const third = use(number);
  control.abort(new Error("called off"));
  await expect(off).rejects.toThrow("called off");
  gates[1]?.resolve();
  expect(await third).toBe(2);
  gates[0]?.resolve();
  expect(await Promise.all(held)).toEqual([1, 2]);
});

it("what lies idle ends, and so does what was opened with a key that has changed", async () => {
  const { pool, lines, use } = start({ idleMs: 20 });
  await use(number);
  await expect.poll(() => pool.idle).toBe(0);
  expect(lines[0]?.ended).toBe(true);
  const gate = Promise.withResolvers<void>();
  const held = use((line) => gate.promise.then(() => line.number));
  await settled();
  expect(await use(number, { key: "b" })).toBe(3);
  gate.resolve();
  expect(await held).toBe(2);
  await expect.poll(() => lines[1]?.ended).toBe(true);
});

it("one that was gone before anything was asked is replaced once; an unsound one is not used again", async () => {
  const { pool, lines } = start();
  const asked = { place: "x", key: "", signal: new AbortController().signal };
  const open = async () => {
    const line = new Line();
    lines.push(line);
    return line;
  };
  const failing = (gone: boolean) => async (line: Line) => ({
    failure: new Error(`${line.number}`),
    sound: false,
    gone,
  });
  await expect(pool.use({ ...asked, open }, failing(true))).rejects.toThrow("1");
  await pool.use({ ...asked, open }, async () => ({ result: 0 }));
  await settled();
  await expect(pool.use({ ...asked, open }, failing(true))).rejects.toThrow("3");
  expect(lines.map(({ ended }) => ended)).toEqual([true, true, true]);
});

it("an aborted question ends what it is asked on, and closing ends what lies idle", async () => {
  const { pool, lines, use } = start();
  const control = new AbortController();
  await use(
    async () => {
      control.abort();
    },
    { signal: control.signal },
  );
  expect(lines[0]?.ended).toBe(true);
  await use(number);
  await settled();
  pool.close();
  expect(lines[1]?.ended).toBe(true);
});
