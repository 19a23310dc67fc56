/** The frame outside of all containers. */
export const rootFrame = "";

/** A container where it stands: `each`, `each[3]/inner`. Keys hold neither `[` nor `/`. */
export function containerPath(frame: string, key: string): string {
  return frame === rootFrame ? key : `${frame}/${key}`;
}

/** One run of a container's body: `each[3]`, `each[3]/inner[0]`. */
export function frameId(container: string, index: number): string {
  return `${container}[${index}]`;
}

/** The frame that a frame's container stands in, that container's key, and which of its runs this is. */
export function frameParts(frame: string): { parent: string; key: string; index: number } {
  const slash = frame.lastIndexOf("/");
  const bracket = frame.lastIndexOf("[");
  return {
    parent: slash < 0 ? rootFrame : frame.slice(0, slash),
    key: frame.slice(slash + 1, bracket),
    index: Number(frame.slice(bracket + 1, -1)),
  };
}

/** Whether a frame stands, at whatever depth, in a container. */
export function isWithin(frame: string, container: string): boolean {
  return frame.startsWith(`${container}[`);
}
