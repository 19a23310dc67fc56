import { type RefObject, useEffect, useRef, useState } from "react";

const step = 50;

/**
 * How many entries of a long list to draw: some at first, more whenever its end comes into sight. `end` goes to an
 * element behind the last one.
 */
export function useGrowingList<Element extends HTMLElement>(
  length: number,
): { readonly limit: number; readonly end: RefObject<Element | null> } {
  const [limit, setLimit] = useState(step);
  const end = useRef<Element>(null);
  const more = limit < length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: after growing, an end that is still in sight is looked at anew
  useEffect(() => {
    const element = end.current;
    if (!more || element === null) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) setLimit((now) => now + step);
      },
      { rootMargin: "400px" },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [more, limit]);
  return { limit, end };
}
