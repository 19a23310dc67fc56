import type { z } from "zod";

/** JSON data (RFC 8259): what a step takes in, gives out and stores. */
export type Json = z.core.util.JSONType;
export type JsonObject = { [key: string]: Json };
