/** Streams that are open to people: each is looked at again when its person's rights may have changed. */
export interface Watch {
  /** `recheck` is called when there is reason to look; returns how to stop. `personId` null: whoever changes. */
  add(personId: string | null, recheck: () => void): () => void;
  changed(personId: string): void;
}

export function createWatch(): Watch {
  const watched = new Set<{ readonly personId: string | null; readonly recheck: () => void }>();
  return {
    add(personId, recheck) {
      const one = { personId, recheck };
      watched.add(one);
      return () => watched.delete(one);
    },
    changed(personId) {
      for (const one of watched) if (one.personId === personId) one.recheck();
    },
  };
}
