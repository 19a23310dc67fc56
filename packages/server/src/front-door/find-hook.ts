import type { Hook } from "../stores/workflows/store.ts";
import type { CompiledHook } from "./compile-hook.ts";

/** Compiled hooks kept, the oldest dropped first. */
const kept = 2000;

/** What a key may look like; anything else is unknown without a look into the database. */
const keyShape = /^[A-Za-z0-9_-]{1,128}$/;

export interface HookFinder {
  /** At once when it is known; a promise when the database is asked. Undefined: there is no such key. */
  find(key: string): CompiledHook | Promise<CompiledHook | undefined> | undefined;
  /** The same as the database has it now: for who has seen there that what is known here is not true any more. */
  renew(key: string): Promise<CompiledHook | undefined>;
}

interface Kept {
  readonly hook: CompiledHook;
  readonly validUntil: number | null;
}

/**
 * Station 1. Keys are looked up in a map and, behind it, in the database at request time: there is no registration
 * that could disagree with what is published. Unknown keys are not kept, so that a new one works at once.
 */
export function createHookFinder(given: {
  workflows: {
    hookByKey(query: { key: string; at: number }): Promise<Hook | undefined>;
    onChanged(listener: (workflowId: string | null) => void): () => void;
  };
  compile: (hook: Hook) => Promise<CompiledHook>;
  clock: () => number;
}): HookFinder {
  const { workflows, compile, clock } = given;
  const known = new Map<string, Kept>();
  const loading = new Map<string, Promise<CompiledHook | undefined>>();
  // A change while a hook is being read may have come after the read: what was read is used once and not kept.
  let changes = 0;
  workflows.onChanged((workflowId) => {
    changes += 1;
    loading.clear();
    if (workflowId === null) known.clear();
    for (const [key, { hook }] of known) if (hook.workflowId === workflowId) known.delete(key);
  });

  const load = async (key: string): Promise<CompiledHook | undefined> => {
    const before = changes;
    const hook = await workflows.hookByKey({ key, at: clock() });
    if (!hook) return undefined;
    const compiled = await compile(hook);
    if (before !== changes) return compiled;
    known.set(key, { hook: compiled, validUntil: hook.validUntil });
    for (const oldest of known.keys()) {
      if (known.size <= kept) break;
      known.delete(oldest);
    }
    return compiled;
  };

  const finder: HookFinder = {
    async renew(key) {
      known.delete(key);
      loading.delete(key);
      // What is being read may have been read before: it is not kept.
      changes += 1;
      return finder.find(key);
    },

    find(key) {
      if (!keyShape.test(key)) return undefined;
      const found = known.get(key);
      if (found && (found.validUntil === null || found.validUntil > clock())) return found.hook;
      known.delete(key);
      const under = loading.get(key);
      if (under) return under;
      const loaded = load(key).finally(() => {
        if (loading.get(key) === loaded) loading.delete(key);
      });
      loading.set(key, loaded);
      return loaded;
    },
  };
  return finder;
}
