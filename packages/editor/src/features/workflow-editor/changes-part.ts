import { lazyPart } from "../../ui/lazy-part.tsx";

/** How two documents differ. It comes after the drawing: editing must not wait for it. */
export const ChangesPart = lazyPart(async () => (await import("../changes/changes.tsx")).Changes);
