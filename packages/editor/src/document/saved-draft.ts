import type { OpenWorkflow } from "./open-document-context.ts";

/** The draft could not be saved, so nothing can be done with it on the server. */
export class NotSavedError extends Error {
  override readonly name = "NotSavedError";
}

/** A field is not finished: the draft is not what the person sees. */
export class UnfinishedError extends Error {
  override readonly name = "UnfinishedError";
}

/** Saves what is open; answers the workflow's id. Throws `UnfinishedError` and `NotSavedError`. */
export async function savedDraft({ store, autosave }: OpenWorkflow): Promise<string> {
  store.endGroup();
  if (store.getState().unfinished.length > 0) throw new UnfinishedError();
  await autosave.flush();
  const { save, workflow } = store.getState();
  if (save.state !== "saved") throw new NotSavedError();
  return workflow.id;
}
