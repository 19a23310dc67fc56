import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useOpenDocument } from "../../document/open-document-context.ts";
import classes from "./trigger-panel.module.css";
import { isFolded, useFoldedSections } from "./use-folded-sections.ts";

export interface PanelSectionProps {
  readonly title: string;
  /** Beside the title: a count. */
  readonly count?: number;
  /** One or two sentences below the title. */
  readonly hint?: ReactNode;
  /** What is set, in a few words: all that is seen while it is folded. */
  readonly summary?: string | undefined;
  readonly children: ReactNode;
  /** Config field that this section shows, for jumping to it from a problem. */
  readonly place?: string;
}

/** One subject of the trigger panel. It folds to its title and a summary. */
export function PanelSection({ title, count, hint, summary, children, place }: PanelSectionProps) {
  const { t } = useTranslation("trigger");
  const id = useId();
  const root = useRef<HTMLElement>(null);
  const section = place ?? title;
  // Where nothing can be changed every button of the panel is off, that of a fold too: all stands open.
  const readOnly = useOpenDocument((state) => state.readOnly);
  const folded = useFoldedSections((state) => isFolded(state, section)) && !readOnly;
  const set = useFoldedSections((state) => state.set);
  useOpenForProblem(root, () => set(section, false));
  const Chevron = folded ? IconChevronRight : IconChevronDown;
  return (
    <section
      ref={root}
      className={classes.section}
      aria-labelledby={id}
      data-folded={folded || undefined}
      {...(place === undefined ? {} : { "data-place": JSON.stringify([place]) })}
    >
      <div className={classes.sectionHead}>
        <h3 id={id}>
          {title}
          {count !== undefined && <span className={classes.count}>{count}</span>}
        </h3>
        {folded && summary !== undefined && <span className={classes.setTo}>{summary}</span>}
        <button
          type="button"
          className={classes.foldSection}
          aria-expanded={!folded}
          aria-controls={`${id}-body`}
          aria-label={t(folded ? "fold.open" : "fold.fold", { name: title })}
          onClick={() => set(section, !folded)}
        >
          <Chevron size={16} aria-hidden />
        </button>
      </div>
      <div id={`${id}-body`} className={classes.sectionBody} hidden={folded}>
        {hint !== undefined && <p className={classes.hint}>{hint}</p>}
        {children}
      </div>
    </section>
  );
}

/** A section that holds the field of a problem that was clicked opens, so that the field can be shown. */
function useOpenForProblem(root: { readonly current: HTMLElement | null }, open: () => void): void {
  const focus = useOpenDocument((state) => state.focus);
  const now = useRef(open);
  useEffect(() => {
    now.current = open;
  });
  useEffect(() => {
    if (focus?.at[0] !== "trigger") return;
    const [first] = focus.at.slice(2);
    const element = root.current;
    if (first === undefined || !element) return;
    const place = `[data-place='${CSS.escape(JSON.stringify([first]))}']`;
    if (element.matches(place) || element.querySelector(place)) now.current();
  }, [focus, root]);
}
