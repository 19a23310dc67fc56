/** What processes tell each other. Each channel carries short texts. */
export type Channel =
  /** The id of a workflow whose hooks may be answered differently now. */
  | "workflow-changed"
  /** News for browsers, and who has browsers that follow them (live/shared-hub.ts). */
  | "news"
  | "readers"
  /** JSON of who has a workflow open (live/presence.ts). */
  | "presence"
  /** The id of an execution: whoever runs it ends it. */
  | "cancel"
  /** The id of an execution whose calling step was called off: likewise. */
  | "call-off"
  /** The id of an execution for which something has come. */
  | "look"
  /** The id of an execution that is due. */
  | "due"
  /** The id of a user whose rights may not be what they were. */
  | "rights"
  /** JSON of who listens for the next request to a trigger URL (front-door/listening.ts). */
  | "capture";

/** Longest text of a message in UTF-8 bytes: PostgreSQL takes 8000 with what is put around it. */
export const maxTextBytes = 7600;

/**
 * News between the processes of one installation: quick, and not kept. Who missed one must find out by itself: a hint, never
 * the truth.
 */
export interface Broadcast {
  /** Tells every process, this one included. Never waits and never throws: without a database it is lost. */
  publish(channel: Channel, text: string): void;
  /** Hears a channel from now on; returns how to stop. */
  subscribe(channel: Channel, listener: (text: string, from: Sender) => void): () => void;
  /** Calls back after a time in which news may have been missed: what is remembered because of them must be forgotten. */
  onGap(listener: () => void): () => void;
  close(): Promise<void>;
}

/** `here`: this process published it. */
export type Sender = "here" | "elsewhere";
