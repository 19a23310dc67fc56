import { useEffect, useRef, useState } from "react";

/** Milliseconds without a key after which nobody is in the middle of a word. */
export const typingRest = 1500;

/** Whether what is awaited may come up: at once, or where somebody is typing, once they pause. Then until it is not awaited any more. */
export function useTypingRest(awaited: boolean): boolean {
  const [rested, setRested] = useState(false);
  const lastKey = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const note = () => {
      lastKey.current = Date.now();
    };
    window.addEventListener("keydown", note, true);
    return () => window.removeEventListener("keydown", note, true);
  }, []);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      const left = lastKey.current + typingRest - Date.now();
      if (left <= 0) setRested(true);
      else timer = setTimeout(look, left);
    };
    if (awaited) look();
    else setRested(false);
    return () => clearTimeout(timer);
  }, [awaited]);
  return awaited && rested;
}
