export { createOutbox } from "./outbox.js";
export { readProblem } from "./problem.js";
export { createEventOutbox, createPublisher, } from "./publisher.js";
export { isWorthRetrying, waitBefore } from "./retries.js";
export { createSender, SendError, } from "./sender.js";
export { newSecret, signedHeaders } from "./signing.js";
export { SignatureError, verify } from "./verify.js";
