import { Refusal } from "../expression-error.ts";
import { toText } from "../leave.ts";
import { maxTextLength } from "../limits.ts";
import { Pattern, type PatternMatch } from "../pattern.ts";
import type { Run } from "../run.ts";
import type { Given } from "./entry.ts";

/** Text that is put together piece by piece and refuses to grow over the bound before it is made. */
export class TextBuilder {
  private readonly pieces: string[] = [];
  private length = 0;
  private readonly run: Run;

  constructor(run: Run) {
    this.run = run;
  }

  add(piece: string): void {
    this.length += piece.length;
    if (this.length > maxTextLength) throw new Refusal("too-large", { limit: maxTextLength });
    this.run.charge(1 + (piece.length >> 5));
    this.pieces.push(piece);
  }

  get text(): string {
    return this.pieces.join("");
  }
}

/** `replace` and `replaceAll`: text or pattern, by text (with `$&`, `$1`, `$<name>`) or by an arrow function. */
export function replaceIn(run: Run, text: string, given: Given, all: boolean): string {
  const search = given.at(0);
  run.chargeText(text.length);
  const matches =
    search instanceof Pattern ? search.matches(text, run) : plainMatches(run, text, given.text(0));
  const once = !all && !(search instanceof Pattern && search.global);
  const by = given.at(1);
  const arrow = typeof by === "function" ? given.arrow(1) : undefined;
  const template = arrow === undefined ? given.text(1) : "";
  const built = new TextBuilder(run);
  let end = 0;
  for (const match of matches) {
    built.add(text.slice(end, match.from));
    if (arrow !== undefined)
      built.add(toText(arrow(run, match.text, ...match.groups, match.from, text), run));
    else if (template.includes("$")) expand(template, match, text, built);
    else built.add(template);
    end = match.to;
    if (once) break;
  }
  built.add(text.slice(end));
  return built.text;
}

const noGroups: ReadonlyMap<string, string> = new Map();

function* plainMatches(run: Run, text: string, search: string): Generator<PatternMatch, void> {
  let from = text.indexOf(search);
  while (from !== -1 && from <= text.length) {
    run.charge(2);
    const to = from + search.length;
    yield { text: search, from, to, groups: [], named: noGroups };
    if (from === text.length) break;
    from = text.indexOf(search, Math.max(to, from + 1));
  }
}

/** The replacement patterns of ECMAScript's GetSubstitution. */
function expand(template: string, match: PatternMatch, text: string, built: TextBuilder): void {
  let end = 0;
  for (const mark of template.matchAll(/\$(?:([$&`'])|(\d\d?)|<([^>$]{0,100})>)/g)) {
    const [whole, sign, digits, name] = mark;
    built.add(template.slice(end, mark.index));
    end = mark.index + whole.length;
    if (sign === "$") built.add("$");
    else if (sign === "&") built.add(match.text);
    else if (sign === "`") built.add(text.slice(0, match.from));
    else if (sign === "'") built.add(text.slice(match.to));
    else if (digits !== undefined) end -= addGroup(digits, whole, match, built);
    else
      built.add(
        match.named.size === 0 && match.groups.length === 0 ? whole : (match.named.get(name ?? "") ?? ""),
      );
  }
  built.add(template.slice(end));
}

/** Group `$12` or, when there are fewer groups, `$1` followed by a 2. Says how many characters it left. */
function addGroup(digits: string, whole: string, match: PatternMatch, built: TextBuilder): number {
  const count = match.groups.length;
  const two = Number(digits);
  if (two >= 1 && two <= count) {
    built.add(match.groups[two - 1] ?? "");
    return 0;
  }
  const one = Number(digits.charAt(0));
  if (digits.length === 2 && one >= 1 && one <= count) {
    built.add(match.groups[one - 1] ?? "");
    return 1;
  }
  built.add(whole);
  return 0;
}
