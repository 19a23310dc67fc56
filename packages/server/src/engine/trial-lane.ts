import type { ExecutionsStore, Suspect } from "../stores/executions/store.ts";
import type { IntakeStore, Trial } from "../stores/intake/store.ts";
import { type Course, courseOf, signsMs } from "./suspicion.ts";

/** Suspects looked at in one go. */
const batch = 200;
/** How long one of a company keeps its place from the next, in milliseconds: a slow step does not hold up the others. */
const placeMs = 10_000;

interface LaneGiven {
  readonly executions: Pick<ExecutionsStore, "suspects" | "crashedSince">;
  readonly intake: Pick<IntakeStore, "suspect">;
  readonly clock: () => number;
  /** How many are tried side by side, while none is tried alone. */
  readonly company: number;
  /** Gives a sign of life, while something is on trial. */
  readonly lives: () => Promise<void>;
  readonly isHere: (executionId: string) => boolean;
  /** Takes it up for its trial; `left` when that is over: it has come further, ended, sleeps, or is another's. */
  readonly tryOut: (executionId: string, trial: Trial, left: () => void) => void;
  readonly judge: (suspect: Suspect, trial: Trial) => Promise<void>;
  readonly log: { error(details: object, message: string): void };
}

type Trying = Extract<Course, { kind: "company" | "alone" }> & { readonly id: string };

/**
 * Where executions go on that were under way when a process died: a few at a time, and alone those with which it died
 * again (decision 0090). Everything else goes on beside.
 */
export class TrialLane {
  readonly #given: LaneGiven;
  /** On trial here, and whether they still keep their place. */
  readonly #trials = new Map<string, { readonly alone: boolean; placed: boolean; timer: NodeJS.Timeout }>();
  #timer: NodeJS.Timeout | undefined;
  #under: Promise<void> | undefined;
  #again = false;
  #stopped = true;

  constructor(given: LaneGiven) {
    this.#given = given;
  }

  async start(): Promise<void> {
    this.#stopped = false;
    await this.#look();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    for (const { timer } of this.#trials.values()) clearTimeout(timer);
    await this.#under;
  }

  #poke(): void {
    if (this.#stopped) return;
    if (this.#under) this.#again = true;
    else void this.#look();
  }

  async #look(): Promise<void> {
    clearTimeout(this.#timer);
    this.#under = this.#sort()
      .catch((err: unknown) => {
        this.#given.log.error({ err }, "executions that a crash left could not be looked for");
      })
      .finally(() => {
        this.#under = undefined;
      });
    await this.#under;
    if (this.#stopped) return;
    if (this.#again) {
      this.#again = false;
      this.#poke();
      return;
    }
    this.#timer = setTimeout(() => this.#poke(), signsMs);
    this.#timer.unref();
  }

  async #sort(): Promise<void> {
    const { executions, intake, clock, isHere, judge, lives } = this.#given;
    if (this.#trials.size > 0) await lives();
    const all = await executions.suspects({ now: clock(), limit: batch });
    const suspects = all.filter(({ id }) => !isHere(id));
    const [died, others] = [suspects.filter(wasTried), suspects.filter((suspect) => !wasTried(suspect))];
    const trying: Trying[] = [];
    // Those that died on trial first: they may explain what disturbed the others.
    for (const suspect of [...died, ...others]) {
      const { id, epoch, crashes, reprieves, waitsSince } = suspect;
      const now = clock();
      const disturbed = waitsSince !== null && (await executions.crashedSince({ since: waitsSince, now }));
      const course = courseOf(suspect, disturbed, now);
      if (course.kind === "judge") await judge(suspect, course.trial);
      else if (course.kind === "wait") {
        await intake.suspect({ executionId: id, epoch, crashes, reprieves, now, until: now + course.forMs });
      } else trying.push({ ...course, id });
    }
    // What came of a judgement may be tried at once.
    if (died.length > 0) this.#again = true;
    this.#begin(trying);
  }

  #begin(trying: readonly Trying[]): void {
    if (this.#stopped) return;
    const company = trying.filter(({ kind }) => kind === "company");
    for (const one of company) {
      const trials = [...this.#trials.values()];
      const placed = trials.filter((trial) => trial.placed).length;
      if (trials.some(({ alone }) => alone) || placed >= this.#given.company) return;
      this.#try(one);
    }
    const [alone] = trying.filter(({ kind }) => kind === "alone");
    if (alone && company.length === 0 && this.#trials.size === 0) this.#try(alone);
  }

  #try({ id, kind, trial }: Trying): void {
    const timer = setTimeout(() => {
      const known = this.#trials.get(id);
      if (known) known.placed = false;
      this.#poke();
    }, placeMs);
    timer.unref();
    this.#trials.set(id, { alone: kind === "alone", placed: true, timer });
    this.#given.tryOut(id, trial, () => {
      clearTimeout(timer);
      if (this.#trials.delete(id)) this.#poke();
    });
  }
}

function wasTried({ triedSince }: Suspect): boolean {
  return triedSince !== null;
}
