export * from "./testing/build-document.ts";
export * from "./testing/freeze.ts";
export * from "./testing/payment-document.ts";
