import type { JsonObject } from "@sluice/workflow/node-contract";
import { useMemo } from "react";
import { readStations } from "../../document/trigger-stations.ts";
import { DuplicatesSection } from "./duplicates-section.tsx";
import { FilterSection } from "./filter-section.tsx";
import { KeepSection } from "./keep-section.tsx";
import { PausedSection } from "./paused-section.tsx";
import { useStationEdits } from "./use-station-edits.ts";

/** What the door does with a request before anything runs, and what it keeps of it. */
export function StationSections({ config, mode }: { config: JsonObject; mode: "async" | "sync" }) {
  const stations = useMemo(() => readStations(config), [config]);
  const edits = useStationEdits();
  return (
    <>
      <FilterSection filter={stations.filter} edits={edits} />
      <DuplicatesSection dedupe={stations.dedupe} edits={edits} />
      <PausedSection value={stations.whenPaused} mode={mode} edits={edits} />
      <KeepSection value={stations.keep} edits={edits} />
    </>
  );
}
