import { type AddressList, compileAddressList, type WebhookTriggerConfig } from "@sluice/workflow/document";
import { limitKeyOf } from "../../accounts/sender-key.ts";
import { PublicError } from "../../errors.ts";
import { SenderRefused } from "../auth/standing.ts";
import type { Visit } from "../visit.ts";
import { Brake, type BrakeLimits, defaultBrakeLimits } from "./brake.ts";
import { type Cors, compileCors } from "./cors.ts";
import { type Counted, createRateLimits, type Rates, ratesOf } from "./rates.ts";

/** What protects one trigger, made ready once per version. */
export interface HookGuards {
  /** Null: any address may call. */
  readonly addresses: AddressList | null;
  readonly rates: Rates;
  readonly cors: Cors;
  /** Whether there is anything to guess; `authorizationOnly`: all of it stands in the header of that name. */
  readonly credentials: "none" | "authorization-only" | "any";
  /** Senders have to show who they are. */
  readonly asksWho: boolean;
}

/** Refused by these stations themselves, before a request was counted. */
const notCounted: ReadonlySet<string> = new Set([
  "method-not-allowed",
  "address-not-allowed",
  "rate-limited",
  "trigger-not-webhook",
]);

/** What the guards look at. */
export type GuardedHook = { readonly workflowId: string; readonly guards: HookGuards };

export function compileGuards({ ipAllow, limits, cors, auth, handshakes }: WebhookTriggerConfig): HookGuards {
  const authorizationOnly = auth?.any.every(({ type }) => type === "basic" || type === "bearer") ?? false;
  // A verify token can be guessed, whatever else is asked for.
  const asksToken = handshakes?.some(({ type }) => type === "meta") ?? false;
  return {
    addresses: ipAllow ? compileAddressList(ipAllow) : null,
    rates: ratesOf({ limits }),
    cors: compileCors(cors?.origins),
    asksWho: auth !== undefined,
    credentials: asksToken ? "any" : !auth ? "none" : authorizationOnly ? "authorization-only" : "any",
  };
}

export interface Guards {
  /** Stations 3 and 4: address, rate, and whether this sender has guessed too often. Throws the refusal. */
  admit(visit: Visit, hook: GuardedHook): void;
  /** The delivery was accepted: its sender is honest. */
  accepted(visit: Visit, hook: GuardedHook): void;
  /** What is answered in place of a refusal, once its answer may leave: wrong credentials slow down, then get 429. */
  refused(visit: Visit, hook: GuardedHook, thrown: unknown): Promise<unknown>;
}

/** Counters of all triggers, of this process, in memory. */
export function createGuards(given: { clock: () => number; brake?: BrakeLimits | undefined }): Guards {
  const { clock } = given;
  const rates = createRateLimits(clock);
  const brake = new Brake({ limits: given.brake ?? defaultBrakeLimits, clock });
  return {
    admit(visit, { workflowId, guards }) {
      if (guards.addresses && !guards.addresses(visit.address)) throw new PublicError("address-not-allowed");
      if (!isCounted(guards)) return;
      const counted = countedOf(visit, workflowId);
      if (guards.credentials !== "none") brake.check(counted);
      rates.take(counted, guards.rates);
    },

    accepted(visit, { workflowId, guards }) {
      if (guards.credentials !== "none") brake.passed(countedOf(visit, workflowId));
    },

    async refused(visit, { workflowId, guards }, thrown) {
      if (!(thrown instanceof PublicError) || notCounted.has(thrown.code)) return thrown;
      const counted = countedOf(visit, workflowId);
      // Who has not shown who they are must not use up what is there for those who have.
      if (guards.asksWho && visit.authMethod === null) rates.giveBack(counted, guards.rates);
      const guessed = thrown instanceof SenderRefused ? thrown.guessed : thrown.code === "unauthorized";
      if (!guessed) return thrown;
      // Many clients ask without credentials first, and send them when they are told to: that guesses nothing.
      const asks = guards.credentials === "authorization-only" && !visit.request.headers.authorization;
      return asks ? thrown : ((await brake.failed(counted)) ?? thrown);
    },
  };
}

function isCounted({ credentials, rates }: HookGuards): boolean {
  return credentials !== "none" || rates.all !== null || rates.ofAddress !== null;
}

function countedOf({ address }: Visit, workflowId: string): Counted {
  return { workflowId, sender: limitKeyOf(address) };
}
