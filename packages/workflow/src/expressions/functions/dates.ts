import { type DateTime, type DateTimeUnit, Duration } from "luxon";
import { Refusal } from "../expression-error.ts";
import { isClockKept, keepClock, Moment, momentOf } from "../moment.ts";
import type { Run } from "../run.ts";
import { isMissing, isRecord, readMember } from "../values.ts";
import type { FunctionEntry, Given } from "./entry.ts";

const units = ["year", "quarter", "month", "week", "day", "hour", "minute", "second", "millisecond"] as const;
type Unit = (typeof units)[number];
const unitNames: ReadonlyMap<string, Unit> = new Map(
  units.flatMap((unit): [string, Unit][] => [
    [unit, unit],
    [`${unit}s`, unit],
  ]),
);

/** Work on a date costs 2 to 15 µs, most of it for time zones. */
const dateCost = 60;

/** A formatter for a zone or a language that was not used before takes 0.2 ms and 100 KB. */
const newClockCost = 5_000;

function payClock(run: Run, name: string | undefined): void {
  if (name !== undefined && !isClockKept(name)) run.charge(newClockCost);
}

function unitOf(name: string): Unit {
  const unit = unitNames.get(name);
  if (unit === undefined) {
    throw new Refusal("wrong-value", { name: "date", reason: "@not-a-unit", value: name.slice(0, 60) });
  }
  return unit;
}

/** `plus(3, "days")` or `plus({ days: 3, hours: 12 })`. */
function durationOf(given: Given): Duration {
  const first = given.at(0);
  const amounts: Partial<Record<Unit, number>> = {};
  const set = (unit: Unit, amount: number) => {
    if (!Number.isFinite(amount)) throw given.wrongType("@number", amount);
    amounts[unit] = amount;
  };
  if (isRecord(first)) {
    for (const [name, amount] of Object.entries(first)) {
      if (typeof amount !== "number") throw given.wrongType("@number", amount, "@to-number");
      set(unitOf(name), amount);
    }
  } else {
    set(unitOf(given.text(1, "milliseconds")), given.number(0));
  }
  return Duration.fromObject(amounts);
}

function checked(time: DateTime): Moment {
  if (!time.isValid) throw new Refusal("invalid-date", { value: time.invalidExplanation ?? "?" });
  return new Moment(time);
}

function optionsOf(given: Given): { format?: string | undefined; zone?: string | undefined } {
  const options = given.at(1);
  if (isMissing(options)) return {};
  if (typeof options === "string") return { zone: options };
  if (!isRecord(options)) throw given.wrongType("@object", options);
  const textOf = (key: string): string | undefined => {
    const value = readMember(options, key);
    if (isMissing(value)) return undefined;
    if (typeof value !== "string") throw given.wrongType("@text", value);
    return value;
  };
  return { format: textOf("format"), zone: textOf("zone") };
}

function dateMethod(
  entry: Omit<FunctionEntry, "kind" | "run" | "signature"> & {
    parameters: string;
    call: (time: DateTime, given: Given, run: Run) => unknown;
  },
): FunctionEntry {
  const { parameters, call, ...rest } = entry;
  return {
    ...rest,
    kind: "date",
    signature: `date.${entry.name}(${parameters})`,
    run: (run, self, given) => {
      run.charge(dateCost);
      return self instanceof Moment ? call(self.time, given, run) : undefined;
    },
  };
}

export const dateEntries: readonly FunctionEntry[] = [
  {
    name: "date",
    kind: "function",
    signature: "date(value?, zone? or { format, zone }?)",
    help: {
      en: "A date from ISO text, milliseconds or text in a format; without a value, now. Leaves as ISO text in UTC.",
      fr: "Une date tirée d’un texte ISO, de millisecondes ou d’un format ; sans valeur, maintenant. Sort en ISO UTC.",
    },
    example: { expression: 'date("2026-01-31T10:00:00+01:00")', result: "2026-01-31T09:00:00.000Z" },
    takes: [0, 2],
    run: (run, _self, given) => {
      run.charge(dateCost);
      if (given.values.length > 0 && given.isMissing(0)) return undefined;
      const options = optionsOf(given);
      payClock(run, options.zone);
      return momentOf(given.values.length === 0 ? run.scope.now : given.at(0), options);
    },
  },
  dateMethod({
    name: "format",
    parameters: "format, language?",
    help: {
      en: 'As text by luxon\'s tokens: "yyyy-MM-dd HH:mm".',
      fr: "En texte selon les codes de luxon : « yyyy-MM-dd HH:mm ».",
    },
    example: {
      expression: 'date(now, "Europe/Paris").format("dd/MM/yyyy HH:mm")',
      result: "31/01/2026 10:00",
    },
    takes: [1, 2],
    call: (time, given, run) => {
      const language = given.text(1, "en");
      if (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/.test(language))
        throw given.wrongValue("@check-value", language);
      const format = given.text(0).slice(0, 200);
      // A token such as FFFF takes about 20 µs.
      run.charge(format.length * 10);
      const clock = `${language} ${time.zoneName ?? ""}`;
      payClock(run, clock);
      keepClock(clock);
      return time.setLocale(language).toFormat(format);
    },
  }),
  dateMethod({
    name: "plus",
    parameters: "amount, unit",
    help: { en: "Later by so many days, hours, …", fr: "Plus tard de tant de jours, d’heures, …" },
    example: { expression: 'date(now).plus(1, "day")', result: "2026-02-01T09:00:00.000Z" },
    takes: [1, 2],
    call: (time, given) => checked(time.plus(durationOf(given))),
  }),
  dateMethod({
    name: "minus",
    parameters: "amount, unit",
    help: { en: "Earlier by so many days, hours, …", fr: "Plus tôt de tant de jours, d’heures, …" },
    example: { expression: "date(now).minus({ days: 1, hours: 9 })", result: "2026-01-30T00:00:00.000Z" },
    takes: [1, 2],
    call: (time, given) => checked(time.minus(durationOf(given))),
  }),
  dateMethod({
    name: "startOf",
    parameters: "unit",
    help: { en: "The start of its day, month, …", fr: "Le début de son jour, mois, …" },
    example: { expression: 'date(now).startOf("month")', result: "2026-01-01T00:00:00.000Z" },
    takes: [1, 1],
    call: (time, given) => checked(time.startOf(unitOf(given.text(0)) as DateTimeUnit)),
  }),
  dateMethod({
    name: "endOf",
    parameters: "unit",
    help: { en: "The end of its day, month, …", fr: "La fin de son jour, mois, …" },
    example: { expression: 'date(now).endOf("day")', result: "2026-01-31T23:59:59.999Z" },
    takes: [1, 1],
    call: (time, given) => checked(time.endOf(unitOf(given.text(0)) as DateTimeUnit)),
  }),
  dateMethod({
    name: "diff",
    parameters: "other, unit?",
    help: {
      en: "How much later it is than another date, in milliseconds or a unit.",
      fr: "De combien elle suit une autre date, en millisecondes ou dans une unité.",
    },
    example: { expression: 'date(now).diff("2026-01-30T21:00:00Z", "hours")', result: 12 },
    takes: [1, 2],
    call: (time, given) => {
      if (given.isMissing(0)) return undefined;
      const unit = unitOf(given.text(1, "milliseconds"));
      return time.diff(momentOf(given.at(0)).time.setZone(time.zone), unit).as(unit);
    },
  }),
  dateMethod({
    name: "zone",
    parameters: "name",
    help: { en: "The same moment on another clock.", fr: "Le même instant à une autre horloge." },
    example: { expression: 'date(now).zone("Asia/Tokyo").format("HH:mm")', result: "18:00" },
    takes: [1, 1],
    call: (time, given, run) => {
      payClock(run, given.text(0));
      return momentOf(new Moment(time), { zone: given.text(0) });
    },
  }),
  dateMethod({
    name: "get",
    parameters: "unit",
    help: {
      en: "Its year, month, day, hour, … or weekday (1 is Monday).",
      fr: "Son année, mois, jour, heure, … ou « weekday » (1 est lundi).",
    },
    example: { expression: 'date(now).get("weekday")', result: 6 },
    takes: [1, 1],
    call: (time, given) => {
      const name = given.text(0);
      if (name === "weekday") return time.weekday;
      const unit = unitOf(name);
      return unit === "week" ? time.weekNumber : time.get(unit);
    },
  }),
  dateMethod({
    name: "toMillis",
    parameters: "",
    help: { en: "Milliseconds since 1970.", fr: "Les millisecondes depuis 1970." },
    example: { expression: "date(now).toMillis()", result: 1769850000000 },
    takes: [0, 0],
    call: (time) => time.toMillis(),
  }),
  dateMethod({
    name: "toSeconds",
    parameters: "",
    help: { en: "Whole seconds since 1970.", fr: "Les secondes entières depuis 1970." },
    example: { expression: "date(now).toSeconds()", result: 1769850000 },
    takes: [0, 0],
    call: (time) => Math.floor(time.toSeconds()),
  }),
  dateMethod({
    name: "toISO",
    parameters: "",
    help: { en: "As ISO 8601 text with its offset.", fr: "En texte ISO 8601 avec son décalage." },
    example: {
      expression: 'date(now).zone("Europe/Paris").toISO()',
      result: "2026-01-31T10:00:00.000+01:00",
    },
    takes: [0, 0],
    call: (time) => time.toISO(),
  }),
  dateMethod({
    name: "toString",
    parameters: "",
    help: { en: "As ISO 8601 text in UTC.", fr: "En texte ISO 8601 en UTC." },
    example: { expression: "date(now).toString()", result: "2026-01-31T09:00:00.000Z" },
    takes: [0, 0],
    call: (time) => new Moment(time).toText(),
  }),
];
