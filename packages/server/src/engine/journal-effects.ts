import type { JournalEffects } from "../stores/intake/store.ts";

/** Effects while they are put together. */
export type EffectsDraft = { -readonly [Name in keyof JournalEffects]: JournalEffects[Name][number][] };

export function noEffects(): EffectsDraft {
  return {
    ...{ waits: [], endedWaits: [], values: [], events: [], calls: [], cached: [], tasks: [] },
    goneBodies: [],
  };
}

export function addEffects(draft: EffectsDraft, more: Partial<JournalEffects>): void {
  draft.waits.push(...(more.waits ?? []));
  draft.endedWaits.push(...(more.endedWaits ?? []));
  draft.values.push(...(more.values ?? []));
  draft.events.push(...(more.events ?? []));
  draft.calls.push(...(more.calls ?? []));
  draft.cached.push(...(more.cached ?? []));
  draft.tasks.push(...(more.tasks ?? []));
  draft.goneBodies.push(...(more.goneBodies ?? []));
}
