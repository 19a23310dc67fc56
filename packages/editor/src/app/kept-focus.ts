/** Who has a better place for the focus (the outline, after a dialog) puts it there within 50 milliseconds. */
const patienceMs = 150;
/** So many places back are remembered: a row, its menu, the item, the dialog, its button, and what came before. */
const remembered = 12;

/**
 * Keeps the keyboard's place: when what has the focus goes away (a row that is deleted, a menu's item that has opened a
 * dialog which is closed), the browser leaves the focus nowhere and a screen reader says nothing. The focus then goes to
 * the next thing around it that can take it, else to what had it before or is around that. Answers how to end it.
 */
export function keepFocus(document: Document): () => void {
  const trail: { readonly element: HTMLElement; readonly around: readonly HTMLElement[] }[] = [];
  let timer: number | undefined;

  const remember = ({ target }: FocusEvent) => {
    if (!(target instanceof HTMLElement)) return;
    const known = trail.findIndex(({ element }) => element === target);
    if (known >= 0) trail.splice(known, 1);
    trail.unshift({ element: target, around: focusableAround(target) });
    trail.length = Math.min(trail.length, remembered);
  };
  const look = () => {
    timer = undefined;
    const last = trail[0]?.element;
    // Who clicks beside everything has put the focus down on purpose.
    if (document.activeElement !== document.body || last === undefined || takesFocus(last)) return;
    const place = trail.flatMap(({ element, around }) => [element, ...around]).find(takesFocus);
    (place ?? document.getElementById("main"))?.focus({ preventScroll: true });
  };
  const observer = new MutationObserver(() => {
    if (document.activeElement === document.body) timer ??= window.setTimeout(look, patienceMs);
  });
  document.addEventListener("focusin", remember);
  observer.observe(document.body, { ...{ childList: true, subtree: true }, attributeFilter: ["disabled"] });
  return () => {
    document.removeEventListener("focusin", remember);
    observer.disconnect();
    window.clearTimeout(timer);
  };
}

function focusableAround(element: HTMLElement): HTMLElement[] {
  const around: HTMLElement[] = [];
  for (let one = element.parentElement; one !== null; one = one.parentElement) {
    if (one.hasAttribute("tabindex")) around.push(one);
  }
  return around;
}

function takesFocus(element: HTMLElement): boolean {
  return element.isConnected && !element.matches(":disabled") && element.getClientRects().length > 0;
}
