export type { Counts, TimeLimit } from "./background.ts";
export { createOutbox, type Outbox, type OutboxOptions } from "./outbox.ts";
export { type ProblemDocument, readProblem } from "./problem.ts";
export { createEventOutbox, createPublisher, type EventOutbox, type EventOutboxOptions, type Published, type Publisher, type PublisherOptions, type PublishOptions, } from "./publisher.ts";
export { isWorthRetrying, waitBefore } from "./retries.ts";
export { createSender, SendError, type Sender, type SenderOptions, type SendOptions, type Sent, } from "./sender.ts";
export { newSecret, type Signing, signedHeaders } from "./signing.ts";
export { type Reason, SignatureError, type Verified, type VerifyOptions, verify } from "./verify.ts";
