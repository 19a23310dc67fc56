import { lazyPart } from "../../ui/lazy-part.tsx";

/** What is looked at seldom comes when it is. */
export const LookPart = lazyPart(async () => (await import("./look-dialog.tsx")).LookDialog);
