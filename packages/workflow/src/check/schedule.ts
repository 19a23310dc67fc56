import { IANAZone } from "luxon";
import type { ScheduleTriggerConfig } from "../document/triggers.ts";
import { readSchedule } from "../schedule/read-schedule.ts";
import { type Finding, finding } from "./finding.ts";

const place = ["trigger", "config"];
const names = { node: "trigger", node_fr: "déclencheur" };
/** Where the next moment of a schedule is looked for: a check has no clock. A leap year follows within two. */
const anyDay = new Date("2026-01-01T00:00:00Z");

/** A schedule that cannot be read, never comes, or stands in a time zone that does not exist. */
export function scheduleFindings({ cron, timeZone }: ScheduleTriggerConfig): Finding[] {
  const found: Finding[] = [];
  if (!IANAZone.isValidZone(timeZone)) {
    const detail = `there is no time zone "${timeZone}"; a name such as Europe/Paris or UTC is wanted`;
    const detail_fr = `le fuseau « ${timeZone} » n’existe pas ; il faut un nom tel que Europe/Paris ou UTC`;
    found.push(finding("invalid-config", [...place, "timeZone"], { ...names, detail, detail_fr }));
  }
  const wrong = cronProblem(cron);
  return wrong ? [...found, finding("invalid-config", [...place, "cron"], { ...names, ...wrong })] : found;
}

function cronProblem(cron: string): { detail: string; detail_fr: string } | undefined {
  try {
    const schedule = readSchedule({ cron, timeZone: "UTC" });
    if (schedule.nextRun(anyDay) !== null) return undefined;
    return {
      detail: `no day of the calendar fits "${cron}"`,
      detail_fr: `aucun jour du calendrier ne correspond à « ${cron} »`,
    };
  } catch {
    return {
      detail: `"${cron}" is no schedule; write minute, hour, day, month and weekday, as in 0 9 * * 1-5`,
      detail_fr: `« ${cron} » n’est pas un horaire ; écrivez minute, heure, jour, mois et jour de semaine, comme dans 0 9 * * 1-5`,
    };
  }
}
