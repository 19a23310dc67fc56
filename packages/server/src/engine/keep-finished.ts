import type { ExecutionHead, JournalRecord } from "../stores/executions/store.ts";
import type { EngineDependencies } from "./engine.ts";
import { containerPath, frameParts, rootFrame } from "./frame-id.ts";
import { journalOf } from "./read-journal.ts";

/**
 * Writes what an execution begins with which goes on from where another failed: all that had come to an end there, without
 * what failed it and what was under way. Read and written piece by piece: of a loop of 100,000 runs no more stands in memory
 * than one piece, one large value, and what became of its containers.
 */
export async function keepFinished(
  { executions, intake }: Pick<EngineDependencies, "executions" | "intake">,
  { from, to }: { from: ExecutionHead; to: string },
): Promise<void> {
  const ends = new ContainerEnds();
  for await (const records of journalOf(executions, from)) for (const record of records) ends.heed(record);
  let seq = 0;
  for await (const records of journalOf(executions, from)) {
    const kept = records.filter((record) => ends.isKept(record));
    for (const value of kept.flatMap(valuesIn)) {
      const content = (await executions.values({ executionId: from.id, value })).get(value);
      if (content === undefined) continue;
      const json = JSON.stringify(content);
      const values = [{ value, bytes: Buffer.byteLength(json), json }];
      await intake.prepare({ executionId: to, values, chunk: null });
    }
    if (kept.length === 0) continue;
    const chunk = { executionId: to, seq, records: JSON.stringify(kept) };
    await intake.prepare({ executionId: to, values: [], chunk });
    seq += 1;
  }
}

function valuesIn(record: JournalRecord): string[] {
  if ("outputAt" in record) return [record.outputAt.value];
  return "itemsAt" in record ? [record.itemsAt.value] : [];
}

/** What became of the containers of an execution, and with that which of its records are part of what had come to an end. */
class ContainerEnds {
  readonly #skips = new Map<string, boolean>();
  readonly #finished = new Set<string>();

  heed(record: JournalRecord): void {
    if (record.kind !== "opened" && record.kind !== "finished") return;
    const path = containerPath(record.frame ?? rootFrame, record.node);
    if (record.kind === "opened") this.#skips.set(path, record.onItemError !== "stop");
    else if (this.#skips.has(path)) this.#finished.add(path);
  }

  isKept(record: JournalRecord): boolean {
    switch (record.kind) {
      case "finished":
        return record.end === undefined;
      case "passed":
      case "opened":
      case "asked":
        return true;
      case "failed": {
        if (record.handled !== "stop") return true;
        const frame = record.frame ?? rootFrame;
        if (frame === rootFrame) return false;
        const { parent, key } = frameParts(frame);
        return this.#wasSurvived(frame) || this.#skips.get(containerPath(parent, key)) === true;
      }
      default:
        return false;
    }
  }

  /** A failure inside of a container that went on all the same is part of what had come to an end. */
  #wasSurvived(frame: string): boolean {
    for (let at = frame; at !== rootFrame; at = frameParts(at).parent) {
      const { parent, key } = frameParts(at);
      if (this.#finished.has(containerPath(parent, key))) return true;
    }
    return false;
  }
}
