import { CopyButton } from "../../ui/copy-button.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import classes from "./trigger-panel.module.css";

/** A URL on one line, with its method and a button that copies it. */
export function UrlLine(given: {
  readonly method: "GET" | "POST";
  readonly url: string;
  /** What the button is called. */
  readonly copy: string;
}) {
  const { method, url, copy } = given;
  return (
    <div className={classes.url}>
      <span className={classes.method}>{method}</span>
      <ScrollRegion as="code">{url}</ScrollRegion>
      <CopyButton value={url} label={copy} />
    </div>
  );
}
