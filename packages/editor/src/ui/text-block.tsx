import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ScrollRegion } from "./scroll-region.tsx";
import classes from "./text-block.module.css";

/** Text drawn at once; a browser lays out a megabyte in one block slowly. */
const page = 20_000;

/** Text as a machine wrote it, drawn a part at a time. */
export function TextBlock({ text, label }: { text: string; label: string }) {
  const { t } = useTranslation("ui");
  const [limit, setLimit] = useState(page);
  return (
    <fieldset className={classes.frame} aria-label={label}>
      <ScrollRegion as="pre" className={classes.text}>
        {text.slice(0, limit)}
      </ScrollRegion>
      {text.length > limit && (
        <button type="button" className={classes.more} onClick={() => setLimit(limit + page * 5)}>
          {t("json.more")}
        </button>
      )}
    </fieldset>
  );
}
