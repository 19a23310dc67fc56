/** Asked before a row is written of what anybody may cause: false when there have been enough in this minute. */
export type StrangersMay = () => boolean;

const minuteMs = 60_000;

/** So many rows in a minute and process, whatever way the strangers come: they must not fill the disk. */
export function createStrangersMay(perMinute = 60): StrangersMay {
  let minute = { since: 0, rows: 0 };
  return () => {
    const now = performance.now();
    if (now - minute.since > minuteMs) minute = { since: now, rows: 0 };
    minute.rows += 1;
    return minute.rows <= perMinute;
  };
}
