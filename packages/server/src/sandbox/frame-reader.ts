import { frameHeaderBytes } from "./messages.ts";

/** A process that does not speak as agreed: whatever runs in it is not what was started. */
export class FrameError extends Error {
  override readonly name = "FrameError";
}

/** Takes frames out of what comes over a pipe. At most one frame of `maxBytes` is held. */
export class FrameReader {
  readonly #maxBytes: number;
  readonly #onFrame: (kind: number, payload: Buffer) => void;
  #chunks: Buffer[] = [];
  #length = 0;

  constructor(maxBytes: number, onFrame: (kind: number, payload: Buffer) => void) {
    this.#maxBytes = maxBytes;
    this.#onFrame = onFrame;
  }

  /** @throws FrameError when a frame is longer than any that is agreed. */
  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    while (this.#length >= frameHeaderBytes) {
      const [first] = this.#chunks;
      if (first && first.length < frameHeaderBytes) this.#chunks = [Buffer.concat(this.#chunks)];
      const [head] = this.#chunks;
      if (!head) return;
      const payloadBytes = head.readUInt32BE(1);
      if (payloadBytes > this.#maxBytes) throw new FrameError(`a frame of ${payloadBytes} bytes`);
      const end = frameHeaderBytes + payloadBytes;
      if (this.#length < end) return;
      const all = this.#chunks.length === 1 ? head : Buffer.concat(this.#chunks);
      const rest = all.subarray(end);
      this.#chunks = rest.length > 0 ? [rest] : [];
      this.#length = rest.length;
      this.#onFrame(all.readUInt8(0), all.subarray(frameHeaderBytes, end));
    }
  }
}
