import { useFindings, useFindingText } from "../problems/use-findings.ts";
import classes from "./trigger-panel.module.css";

/** Findings about a field of the trigger's config and what is inside of it. */
export function usePlaceFindings(at: readonly string[]) {
  return useFindings().all.filter(
    ({ at: [root, part, ...rest] }) =>
      root === "trigger" && part === "config" && at.every((step, index) => rest[index] === step),
  );
}

/** What is wrong here, below the field. `id` is for its `aria-describedby`. */
export function PlaceFindings({ id, at }: { id: string; at: readonly string[] }) {
  const describe = useFindingText();
  const found = usePlaceFindings(at);
  if (found.length === 0) return null;
  return (
    <div id={id}>
      {found.map((finding) => (
        <p
          key={`${finding.code} ${JSON.stringify(finding.at)}`}
          className={classes.finding}
          data-severity={finding.severity}
        >
          {describe(finding)}
        </p>
      ))}
    </div>
  );
}
