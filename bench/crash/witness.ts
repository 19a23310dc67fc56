import type { SluiceProcess } from "../sluice-process.ts";

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

interface Step {
  readonly node: string;
  readonly type: string;
  readonly frame: string;
  readonly status: string;
  readonly attempts: number;
  readonly iterations: { readonly started: number } | null;
}

/** Everything that a list of the API holds. */
export async function listAll<Item>(sluice: SluiceProcess, path: string): Promise<Item[]> {
  const all: Item[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page: Page<Item> = await sluice.call(
      "GET",
      `${path}${path.includes("?") ? "&" : "?"}limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`,
    );
    all.push(...page.items);
    cursor = page.nextCursor;
  }
  return all;
}

/** How many executions are not over. */
export async function unfinished(sluice: SluiceProcess): Promise<number> {
  let count = 0;
  for (const status of ["queued", "running", "waiting"]) {
    count += (await sluice.call<Page<unknown>>("GET", `/executions?status=${status}&limit=200`)).items.length;
  }
  return count;
}

/**
 * Keys of steps that some running executions show as finished: what the API shows is on disk, so that no crash may make
 * them run again. Whatever the dying server does not answer any more is left out.
 */
export async function finishedKeys([sluice]: readonly SluiceProcess[], most: number): Promise<string[]> {
  if (!sluice) return [];
  const keys: string[] = [];
  const keep = (id: string, steps: readonly Step[]) => {
    for (const { node, type, frame, status } of steps) {
      if (type === "http" && status === "succeeded") keys.push(`${id}/${node}/${frame}`);
    }
  };
  try {
    for (const status of ["running", "waiting"]) {
      const { items } = await sluice.call<Page<{ id: string }>>(
        "GET",
        `/executions?status=${status}&limit=${most}`,
      );
      await Promise.all(
        items.map(async ({ id }) => {
          const { steps } = await sluice.call<{ steps: Step[] }>("GET", `/executions/${id}`);
          keep(id, steps);
          for (const { node, iterations } of steps) {
            for (let index = 0; index < (iterations?.started ?? 0); index += 1) {
              const frame = encodeURIComponent(`${node}[${index}]`);
              keep(
                id,
                (await sluice.call<{ items: Step[] }>("GET", `/executions/${id}/steps?frame=${frame}`)).items,
              );
            }
          }
        }),
      );
    }
  } catch {
    // It was killed meanwhile: what it had answered by then counts.
  }
  return keys;
}

/** How many tries the API shows of each step. */
export async function attemptsOf(
  sluice: SluiceProcess,
  keys: readonly string[],
): Promise<Map<string, number>> {
  const attempts = new Map<string, number>();
  for (const key of keys) {
    const [id, node = "", ...frame] = key.split("/");
    const steps =
      frame.join("/") === ""
        ? (await sluice.call<{ steps: Step[] }>("GET", `/executions/${id}`)).steps
        : (
            await sluice.call<{ items: Step[] }>(
              "GET",
              `/executions/${id}/steps?frame=${encodeURIComponent(frame.join("/"))}`,
            )
          ).items;
    attempts.set(key, steps.find((step) => step.node === node)?.attempts ?? 0);
  }
  return attempts;
}

/** Why executions ended otherwise than well: error and the steps that failed, one line each. */
export async function reasonsOf(sluice: SluiceProcess, ids: readonly string[]): Promise<string[]> {
  const lines: string[] = [];
  for (const id of ids) {
    const { status, error, steps } = await sluice.call<{ status: string; error: unknown; steps: Step[] }>(
      "GET",
      `/executions/${id}`,
    );
    const states = steps.map(({ node, status, attempts }) => `${node} ${status} ${attempts}`).join(", ");
    lines.push(`${id} ${status}: ${JSON.stringify(error)}; ${states}`);
  }
  return lines;
}
