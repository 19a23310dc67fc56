CREATE SCHEMA "sluice";
--> statement-breakpoint
CREATE TABLE "sluice"."invitations" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"email" text COLLATE "C" NOT NULL,
	"email_key" text COLLATE "C" NOT NULL,
	"role" text COLLATE "C" NOT NULL,
	"hash" text COLLATE "C" NOT NULL,
	"invited_by" text COLLATE "C",
	"created_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	CONSTRAINT "invitations_email_key_unique" UNIQUE("email_key"),
	CONSTRAINT "invitations_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "sluice"."password_resets" (
	"user_id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"hash" text COLLATE "C" NOT NULL,
	"expires_at" bigint NOT NULL,
	CONSTRAINT "password_resets_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "sluice"."sessions" (
	"hash" text COLLATE "C" PRIMARY KEY NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"user_id" text COLLATE "C" NOT NULL,
	"agent" text COLLATE "C" NOT NULL,
	"address" text COLLATE "C" NOT NULL,
	"last_seen_at" bigint NOT NULL,
	"created_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	CONSTRAINT "sessions_id_unique" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "sluice"."tokens" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"scopes" text NOT NULL,
	"hash" text COLLATE "C" NOT NULL,
	"prefix" text COLLATE "C" NOT NULL,
	"created_by" text COLLATE "C",
	"created_at" bigint NOT NULL,
	"last_used_at" bigint,
	"expires_at" bigint,
	CONSTRAINT "tokens_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "sluice"."users" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"email" text COLLATE "C" NOT NULL,
	"email_key" text COLLATE "C" NOT NULL,
	"role" text COLLATE "C" NOT NULL,
	"password_hash" text COLLATE "C",
	"language" text COLLATE "C",
	"disabled_at" bigint,
	"created_at" bigint NOT NULL,
	CONSTRAINT "users_email_key_unique" UNIQUE("email_key")
);
--> statement-breakpoint
CREATE TABLE "sluice"."alerts" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"condition" text NOT NULL,
	"enabled" boolean NOT NULL,
	"recipients" text NOT NULL,
	"language" text COLLATE "C" NOT NULL,
	"repeat_minutes" bigint,
	"muted_until" bigint,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	"next_at" bigint NOT NULL,
	"claimed_until" bigint,
	"evaluated_at" bigint,
	"firing_since" bigint,
	"within_since" bigint,
	"told_at" bigint,
	"told" bigint NOT NULL,
	"measure" text,
	"problem" text COLLATE "C"
);
--> statement-breakpoint
CREATE TABLE "sluice"."refused_hours" (
	"hour" bigint PRIMARY KEY NOT NULL,
	"count" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sluice"."audit" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"at" bigint NOT NULL,
	"actor_kind" text COLLATE "C" NOT NULL,
	"actor_id" text COLLATE "C",
	"actor_name" text COLLATE "C",
	"address" text COLLATE "C",
	"act" text COLLATE "C" NOT NULL,
	"object_kind" text COLLATE "C",
	"object_id" text COLLATE "C",
	"object_name" text COLLATE "C",
	"outcome" text COLLATE "C" NOT NULL,
	"detail" text NOT NULL,
	"request_id" text COLLATE "C"
);
--> statement-breakpoint
CREATE TABLE "sluice"."commit_marks" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"made_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sluice"."connector_operations" (
	"connector_id" text COLLATE "C" NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"position" bigint NOT NULL,
	"method" text COLLATE "C" NOT NULL,
	"path" text COLLATE "C" NOT NULL,
	"summary" text COLLATE "C" NOT NULL,
	"tag" text COLLATE "C",
	"deprecated" bigint NOT NULL,
	"content" text NOT NULL,
	CONSTRAINT "connector_operations_connector_id_id_pk" PRIMARY KEY("connector_id","id")
);
--> statement-breakpoint
CREATE TABLE "sluice"."connectors" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"name_key" text COLLATE "C" NOT NULL,
	"description" text COLLATE "C" NOT NULL,
	"version" text COLLATE "C" NOT NULL,
	"base_url" text COLLATE "C" NOT NULL,
	"document_base_url" text COLLATE "C" NOT NULL,
	"source" text NOT NULL,
	"hash" text COLLATE "C" NOT NULL,
	"sign_in" text NOT NULL,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "connectors_name_key_unique" UNIQUE("name_key")
);
--> statement-breakpoint
CREATE TABLE "sluice"."credentials" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"name_key" text COLLATE "C" NOT NULL,
	"type" text COLLATE "C" NOT NULL,
	"shown" text COLLATE "C",
	"hosts" text NOT NULL,
	"key_id" text COLLATE "C" NOT NULL,
	"nonce" "bytea" NOT NULL,
	"ciphertext" "bytea" NOT NULL,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "credentials_name_key_unique" UNIQUE("name_key")
);
--> statement-breakpoint
CREATE TABLE "sluice"."dedupe_claims" (
	"workflow_id" text COLLATE "C" NOT NULL,
	"key_hash" text COLLATE "C" NOT NULL,
	"delivery_id" text COLLATE "C" NOT NULL,
	"expires_at" bigint NOT NULL,
	CONSTRAINT "dedupe_claims_workflow_id_key_hash_pk" PRIMARY KEY("workflow_id","key_hash")
);
--> statement-breakpoint
CREATE TABLE "sluice"."deliveries" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"workflow_id" text COLLATE "C" NOT NULL,
	"version" bigint,
	"received_at" bigint NOT NULL,
	"verdict" text COLLATE "C" NOT NULL,
	"reason" text COLLATE "C",
	"method" text COLLATE "C" NOT NULL,
	"address" text COLLATE "C" NOT NULL,
	"status" bigint,
	"execution_id" text COLLATE "C",
	"duration_ms" bigint,
	"duplicate_of" text COLLATE "C",
	"replay_of" text COLLATE "C",
	"auth_method" text COLLATE "C",
	"auth_stage" text COLLATE "C",
	"settled_at" bigint,
	"url" text COLLATE "C" NOT NULL,
	"headers" text NOT NULL,
	"answer" text,
	"variables" text,
	"claims" text,
	"rules" text,
	"note" text COLLATE "C",
	"body_removed_at" bigint,
	"body_bytes" bigint NOT NULL,
	"body_truncated" boolean NOT NULL,
	"body" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sluice"."delivery_counters" (
	"workflow_id" text COLLATE "C" NOT NULL,
	"reason" text COLLATE "C" NOT NULL,
	"count" bigint NOT NULL,
	"last_at" bigint NOT NULL,
	CONSTRAINT "delivery_counters_workflow_id_reason_pk" PRIMARY KEY("workflow_id","reason")
);
--> statement-breakpoint
CREATE TABLE "sluice"."delivery_keys" (
	"delivery_id" text COLLATE "C" NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"value" text COLLATE "C" NOT NULL,
	CONSTRAINT "delivery_keys_delivery_id_name_value_pk" PRIMARY KEY("delivery_id","name","value")
);
--> statement-breakpoint
CREATE TABLE "sluice"."draft_moments" (
	"workflow_id" text COLLATE "C" NOT NULL,
	"revision" bigint NOT NULL,
	"begun_at" bigint NOT NULL,
	"saved_at" bigint NOT NULL,
	"saved_by" text COLLATE "C",
	"content" text,
	CONSTRAINT "draft_moments_workflow_id_revision_pk" PRIMARY KEY("workflow_id","revision")
);
--> statement-breakpoint
CREATE TABLE "sluice"."drift" (
	"workflow_id" text COLLATE "C" NOT NULL,
	"part" text COLLATE "C" NOT NULL,
	"path" text COLLATE "C" NOT NULL,
	"kind" text COLLATE "C" NOT NULL,
	"expected" text COLLATE "C" NOT NULL,
	"got" text COLLATE "C" NOT NULL,
	"first_seen_at" bigint NOT NULL,
	"last_seen_at" bigint NOT NULL,
	"count" bigint NOT NULL,
	"last_delivery_id" text COLLATE "C" NOT NULL,
	CONSTRAINT "drift_workflow_id_part_path_kind_got_pk" PRIMARY KEY("workflow_id","part","path","kind","got")
);
--> statement-breakpoint
CREATE TABLE "sluice"."event_starts" (
	"event_id" text COLLATE "C" NOT NULL,
	"workflow_id" text COLLATE "C" NOT NULL,
	"execution_id" text COLLATE "C",
	"problem" text,
	CONSTRAINT "event_starts_event_id_workflow_id_pk" PRIMARY KEY("event_id","workflow_id")
);
--> statement-breakpoint
CREATE TABLE "sluice"."events" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"type" text COLLATE "C" NOT NULL,
	"source" text COLLATE "C" NOT NULL,
	"occurred_at" bigint NOT NULL,
	"received_at" bigint NOT NULL,
	"user_id" text COLLATE "C",
	"execution_id" text COLLATE "C",
	"fanned_out_at" bigint,
	"depth" bigint NOT NULL,
	"stopped" text COLLATE "C",
	"data" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sluice"."execution_values" (
	"execution_id" text COLLATE "C" NOT NULL,
	"value" text COLLATE "C" NOT NULL,
	"bytes" bigint NOT NULL,
	"json" text NOT NULL,
	CONSTRAINT "execution_values_execution_id_value_pk" PRIMARY KEY("execution_id","value")
);
--> statement-breakpoint
CREATE TABLE "sluice"."executions" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"workflow_id" text COLLATE "C" NOT NULL,
	"version" bigint,
	"status" text COLLATE "C" NOT NULL,
	"started_by" text COLLATE "C" NOT NULL,
	"delivery_id" text COLLATE "C",
	"queued_at" bigint NOT NULL,
	"started_at" bigint,
	"finished_at" bigint,
	"answer" text,
	"error" text,
	"failed_by_design" boolean NOT NULL,
	"warnings" text,
	"crashes" bigint NOT NULL,
	"reprieves" bigint,
	"suspected_at" bigint,
	"trial_at" bigint,
	"input" text,
	"document" text,
	"worker" text COLLATE "C",
	"epoch" bigint NOT NULL,
	"wake_at" bigint,
	"waiting_for" text,
	"ran_ms" bigint NOT NULL,
	"concurrency_key" text COLLATE "C",
	"concurrency_limit" bigint,
	"start_key" text COLLATE "C",
	"origin" text
);
--> statement-breakpoint
CREATE TABLE "sluice"."journal" (
	"execution_id" text COLLATE "C" NOT NULL,
	"seq" bigint NOT NULL,
	"records" text NOT NULL,
	CONSTRAINT "journal_execution_id_seq_pk" PRIMARY KEY("execution_id","seq")
);
--> statement-breakpoint
CREATE TABLE "sluice"."node_cache" (
	"workflow_id" text COLLATE "C" NOT NULL,
	"node" text COLLATE "C" NOT NULL,
	"hash" text COLLATE "C" NOT NULL,
	"answer" text NOT NULL,
	"expires_at" bigint NOT NULL,
	CONSTRAINT "node_cache_workflow_id_node_hash_pk" PRIMARY KEY("workflow_id","node","hash")
);
--> statement-breakpoint
CREATE TABLE "sluice"."oauth_grants" (
	"credential_id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"version" bigint NOT NULL,
	"connected_as" text COLLATE "C",
	"scope" text COLLATE "C",
	"expires_at" bigint,
	"renewable" boolean NOT NULL,
	"connected_at" bigint,
	"renewed_at" bigint,
	"key_id" text COLLATE "C",
	"nonce" "bytea",
	"ciphertext" "bytea",
	"broken" boolean NOT NULL,
	"error" text COLLATE "C",
	"error_message" text COLLATE "C",
	"error_at" bigint,
	"renewing_by" text COLLATE "C",
	"renewing_until" bigint
);
--> statement-breakpoint
CREATE TABLE "sluice"."oauth_requests" (
	"state_hash" text COLLATE "C" PRIMARY KEY NOT NULL,
	"credential_id" text COLLATE "C" NOT NULL,
	"session_hash" text COLLATE "C" NOT NULL,
	"redirect_url" text COLLATE "C" NOT NULL,
	"expires_at" bigint NOT NULL,
	"key_id" text COLLATE "C" NOT NULL,
	"nonce" "bytea" NOT NULL,
	"ciphertext" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sluice"."paces" (
	"key" text COLLATE "C" PRIMARY KEY NOT NULL,
	"free_at" double precision NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sluice"."replays" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"state" text COLLATE "C" NOT NULL,
	"version" text COLLATE "C" NOT NULL,
	"per_second" double precision NOT NULL,
	"selection" text NOT NULL,
	"up_to" text COLLATE "C" NOT NULL,
	"after" text COLLATE "C",
	"underway" text,
	"total" bigint NOT NULL,
	"accepted" bigint NOT NULL,
	"refused" bigint NOT NULL,
	"skipped" bigint NOT NULL,
	"last_problem" text COLLATE "C",
	"holder" text COLLATE "C",
	"lease_until" bigint,
	"created_by" text COLLATE "C",
	"created_at" bigint NOT NULL,
	"finished_at" bigint
);
--> statement-breakpoint
CREATE TABLE "sluice"."secrets" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"workflow_id" text COLLATE "C" NOT NULL,
	"node" text COLLATE "C" NOT NULL,
	"field" text COLLATE "C" NOT NULL,
	"key_id" text COLLATE "C" NOT NULL,
	"nonce" "bytea" NOT NULL,
	"ciphertext" "bytea" NOT NULL,
	"created_at" bigint NOT NULL,
	"unused_since" bigint
);
--> statement-breakpoint
CREATE TABLE "sluice"."vault_keys" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"check_value" "bytea" NOT NULL,
	"first_used_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sluice"."version_secrets" (
	"workflow_id" text COLLATE "C" NOT NULL,
	"version" bigint NOT NULL,
	"secret_id" text COLLATE "C" NOT NULL,
	CONSTRAINT "version_secrets_workflow_id_version_secret_id_pk" PRIMARY KEY("workflow_id","version","secret_id")
);
--> statement-breakpoint
CREATE TABLE "sluice"."sender_uses" (
	"workflow_id" text COLLATE "C" NOT NULL,
	"sender" text COLLATE "C" NOT NULL,
	"last_at" bigint NOT NULL,
	CONSTRAINT "sender_uses_workflow_id_sender_pk" PRIMARY KEY("workflow_id","sender")
);
--> statement-breakpoint
CREATE TABLE "sluice"."settings" (
	"name" text COLLATE "C" PRIMARY KEY NOT NULL,
	"value" text NOT NULL,
	"updated_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sluice"."event_types" (
	"type" text COLLATE "C" PRIMARY KEY NOT NULL,
	"description" text COLLATE "C" NOT NULL,
	"schema" text,
	"example" text,
	"described" boolean NOT NULL,
	"on_mismatch" text COLLATE "C" NOT NULL,
	"first_seen_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sluice"."message_attempts" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"message_id" text COLLATE "C" NOT NULL,
	"subscription_id" text COLLATE "C" NOT NULL,
	"event_type" text COLLATE "C" NOT NULL,
	"number" bigint NOT NULL,
	"at" bigint NOT NULL,
	"duration_ms" bigint NOT NULL,
	"status" bigint,
	"error" text COLLATE "C",
	"message" text COLLATE "C",
	"answer" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sluice"."messages" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"subscription_id" text COLLATE "C" NOT NULL,
	"event_id" text COLLATE "C",
	"event_type" text COLLATE "C" NOT NULL,
	"status" text COLLATE "C" NOT NULL,
	"attempts" bigint NOT NULL,
	"next_at" bigint NOT NULL,
	"claimed_until" bigint,
	"created_at" bigint NOT NULL,
	"finished_at" bigint,
	"format" text COLLATE "C" NOT NULL,
	"body" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sluice"."subscriptions" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"url" text COLLATE "C" NOT NULL,
	"description" text COLLATE "C" NOT NULL,
	"events" text NOT NULL,
	"active" boolean NOT NULL,
	"format" text COLLATE "C" NOT NULL,
	"options" text NOT NULL,
	"header_names" text NOT NULL,
	"key_id" text COLLATE "C" NOT NULL,
	"nonce" "bytea" NOT NULL,
	"ciphertext" "bytea" NOT NULL,
	"failing_since" bigint,
	"disabled_at" bigint,
	"disabled_reason" text COLLATE "C",
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sluice"."test_cases" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"workflow_id" text COLLATE "C" NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"delivery_id" text COLLATE "C",
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	"content" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sluice"."event_listeners" (
	"workflow_id" text COLLATE "C" NOT NULL,
	"pattern" text COLLATE "C" NOT NULL,
	"head" text COLLATE "C" NOT NULL,
	CONSTRAINT "event_listeners_workflow_id_pattern_pk" PRIMARY KEY("workflow_id","pattern")
);
--> statement-breakpoint
CREATE TABLE "sluice"."schedules" (
	"workflow_id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"cron" text COLLATE "C" NOT NULL,
	"time_zone" text COLLATE "C" NOT NULL,
	"missed" text COLLATE "C" NOT NULL,
	"done_until" bigint NOT NULL,
	"next_at" bigint
);
--> statement-breakpoint
CREATE TABLE "sluice"."waits" (
	"execution_id" text COLLATE "C" NOT NULL,
	"node" text COLLATE "C" NOT NULL,
	"frame" text COLLATE "C" NOT NULL,
	"workflow_id" text COLLATE "C" NOT NULL,
	"kind" text COLLATE "C" NOT NULL,
	"state" text COLLATE "C" NOT NULL,
	"approval_id" text COLLATE "C",
	"title" text COLLATE "C" NOT NULL,
	"message" text COLLATE "C" NOT NULL,
	"asked_at" bigint NOT NULL,
	"until" bigint,
	"result" text,
	"resolved_at" bigint,
	"resolved_by" text COLLATE "C",
	CONSTRAINT "waits_execution_id_node_frame_pk" PRIMARY KEY("execution_id","node","frame"),
	CONSTRAINT "waits_approval_id_unique" UNIQUE("approval_id")
);
--> statement-breakpoint
CREATE TABLE "sluice"."workers" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"started_at" bigint NOT NULL,
	"lease_until" bigint NOT NULL,
	"seen_at" bigint NOT NULL,
	"explained" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sluice"."hook_keys" (
	"key" text COLLATE "C" PRIMARY KEY NOT NULL,
	"workflow_id" text COLLATE "C" NOT NULL,
	"kind" text COLLATE "C" DEFAULT 'key' NOT NULL,
	"valid_until" bigint
);
--> statement-breakpoint
CREATE TABLE "sluice"."workflow_versions" (
	"workflow_id" text COLLATE "C" NOT NULL,
	"version" bigint NOT NULL,
	"document" text NOT NULL,
	"meaning" text COLLATE "C" NOT NULL,
	"note" text COLLATE "C",
	"published_at" bigint NOT NULL,
	"published_by" text COLLATE "C",
	CONSTRAINT "workflow_versions_workflow_id_version_pk" PRIMARY KEY("workflow_id","version")
);
--> statement-breakpoint
CREATE TABLE "sluice"."workflows" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"name_key" text COLLATE "C" NOT NULL,
	"mode" text COLLATE "C" NOT NULL,
	"revision" bigint NOT NULL,
	"folder" text COLLATE "C" DEFAULT '' NOT NULL,
	"tags" text DEFAULT '[]' NOT NULL,
	"draft" text NOT NULL,
	"draft_meaning" text COLLATE "C" NOT NULL,
	"published" bigint,
	"last_version" bigint DEFAULT 0 NOT NULL,
	"paused" boolean DEFAULT false NOT NULL,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	"trashed_at" bigint
);
--> statement-breakpoint
ALTER TABLE "sluice"."password_resets" ADD CONSTRAINT "password_resets_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "sluice"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sluice"."sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "sluice"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sluice"."tokens" ADD CONSTRAINT "tokens_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "sluice"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sluice"."connector_operations" ADD CONSTRAINT "connector_operations_connector_id_connectors_id_fk" FOREIGN KEY ("connector_id") REFERENCES "sluice"."connectors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sluice"."delivery_keys" ADD CONSTRAINT "delivery_keys_delivery_id_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "sluice"."deliveries"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sluice"."draft_moments" ADD CONSTRAINT "draft_moments_workflow_id_workflows_id_fk" FOREIGN KEY ("workflow_id") REFERENCES "sluice"."workflows"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sluice"."drift" ADD CONSTRAINT "drift_workflow_id_workflows_id_fk" FOREIGN KEY ("workflow_id") REFERENCES "sluice"."workflows"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sluice"."event_starts" ADD CONSTRAINT "event_starts_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "sluice"."events"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sluice"."oauth_grants" ADD CONSTRAINT "oauth_grants_credential_id_credentials_id_fk" FOREIGN KEY ("credential_id") REFERENCES "sluice"."credentials"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sluice"."oauth_requests" ADD CONSTRAINT "oauth_requests_credential_id_credentials_id_fk" FOREIGN KEY ("credential_id") REFERENCES "sluice"."credentials"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sluice"."secrets" ADD CONSTRAINT "secrets_workflow_id_workflows_id_fk" FOREIGN KEY ("workflow_id") REFERENCES "sluice"."workflows"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sluice"."version_secrets" ADD CONSTRAINT "version_secrets_workflow_id_version_workflow_versions_workflow_id_version_fk" FOREIGN KEY ("workflow_id","version") REFERENCES "sluice"."workflow_versions"("workflow_id","version") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sluice"."sender_uses" ADD CONSTRAINT "sender_uses_workflow_id_workflows_id_fk" FOREIGN KEY ("workflow_id") REFERENCES "sluice"."workflows"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sluice"."message_attempts" ADD CONSTRAINT "message_attempts_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "sluice"."messages"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sluice"."messages" ADD CONSTRAINT "messages_subscription_id_subscriptions_id_fk" FOREIGN KEY ("subscription_id") REFERENCES "sluice"."subscriptions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sluice"."test_cases" ADD CONSTRAINT "test_cases_workflow_id_workflows_id_fk" FOREIGN KEY ("workflow_id") REFERENCES "sluice"."workflows"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sluice"."event_listeners" ADD CONSTRAINT "event_listeners_workflow_id_workflows_id_fk" FOREIGN KEY ("workflow_id") REFERENCES "sluice"."workflows"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sluice"."schedules" ADD CONSTRAINT "schedules_workflow_id_workflows_id_fk" FOREIGN KEY ("workflow_id") REFERENCES "sluice"."workflows"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sluice"."hook_keys" ADD CONSTRAINT "hook_keys_workflow_id_workflows_id_fk" FOREIGN KEY ("workflow_id") REFERENCES "sluice"."workflows"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sluice"."workflow_versions" ADD CONSTRAINT "workflow_versions_workflow_id_workflows_id_fk" FOREIGN KEY ("workflow_id") REFERENCES "sluice"."workflows"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "sessions_by_user" ON "sluice"."sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "alerts_due" ON "sluice"."alerts" USING btree ("next_at") WHERE enabled;--> statement-breakpoint
CREATE INDEX "audit_by_actor" ON "sluice"."audit" USING btree ("actor_id","id");--> statement-breakpoint
CREATE INDEX "audit_by_actor_name" ON "sluice"."audit" USING btree ("actor_name","id");--> statement-breakpoint
CREATE INDEX "audit_by_act" ON "sluice"."audit" USING btree ("act","id");--> statement-breakpoint
CREATE INDEX "audit_by_object" ON "sluice"."audit" USING btree ("object_id","id");--> statement-breakpoint
CREATE INDEX "connector_operations_in_order" ON "sluice"."connector_operations" USING btree ("connector_id","position");--> statement-breakpoint
CREATE INDEX "dedupe_claims_by_expiry" ON "sluice"."dedupe_claims" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "dedupe_claims_by_delivery" ON "sluice"."dedupe_claims" USING btree ("delivery_id");--> statement-breakpoint
CREATE INDEX "deliveries_by_workflow" ON "sluice"."deliveries" USING btree ("workflow_id","id");--> statement-breakpoint
CREATE INDEX "deliveries_aside" ON "sluice"."deliveries" USING btree ("workflow_id","verdict","id") WHERE verdict <> 'accepted';--> statement-breakpoint
CREATE INDEX "deliveries_not_accepted" ON "sluice"."deliveries" USING btree ("id") WHERE verdict <> 'accepted';--> statement-breakpoint
CREATE INDEX "deliveries_held" ON "sluice"."deliveries" USING btree ("workflow_id","id") WHERE verdict = 'held' and settled_at is null;--> statement-breakpoint
CREATE INDEX "deliveries_by_replay" ON "sluice"."deliveries" USING btree ("replay_of","id") WHERE replay_of is not null;--> statement-breakpoint
CREATE INDEX "deliveries_by_duplicate" ON "sluice"."deliveries" USING btree ("duplicate_of","id") WHERE duplicate_of is not null;--> statement-breakpoint
CREATE INDEX "delivery_keys_by_value" ON "sluice"."delivery_keys" USING btree ("value","delivery_id");--> statement-breakpoint
CREATE INDEX "draft_moments_by_time" ON "sluice"."draft_moments" USING btree ("saved_at");--> statement-breakpoint
CREATE INDEX "events_by_time" ON "sluice"."events" USING btree ("received_at","id");--> statement-breakpoint
CREATE INDEX "events_by_type" ON "sluice"."events" USING btree ("type","received_at","id");--> statement-breakpoint
CREATE INDEX "events_waiting" ON "sluice"."events" USING btree ("received_at") WHERE fanned_out_at is null;--> statement-breakpoint
CREATE INDEX "executions_by_workflow" ON "sluice"."executions" USING btree ("workflow_id","id");--> statement-breakpoint
CREATE INDEX "executions_by_status" ON "sluice"."executions" USING btree ("status","id");--> statement-breakpoint
CREATE INDEX "executions_gone_wrong" ON "sluice"."executions" USING btree ("workflow_id","status","id") WHERE status in ('failed', 'cancelled', 'timed-out');--> statement-breakpoint
CREATE INDEX "executions_failed" ON "sluice"."executions" USING btree ("finished_at","workflow_id","status") WHERE status in ('failed', 'timed-out');--> statement-breakpoint
CREATE INDEX "executions_due" ON "sluice"."executions" USING btree ("wake_at") WHERE wake_at is not null;--> statement-breakpoint
CREATE INDEX "executions_by_concurrency" ON "sluice"."executions" USING btree ("concurrency_key","id") WHERE concurrency_key is not null and finished_at is null;--> statement-breakpoint
CREATE INDEX "executions_suspected" ON "sluice"."executions" USING btree ("trial_at") WHERE suspected_at is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "executions_start_key" ON "sluice"."executions" USING btree ("start_key") WHERE start_key is not null;--> statement-breakpoint
CREATE INDEX "node_cache_by_expiry" ON "sluice"."node_cache" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "replays_running" ON "sluice"."replays" USING btree ("id") WHERE state = 'running';--> statement-breakpoint
CREATE INDEX "secrets_by_workflow" ON "sluice"."secrets" USING btree ("workflow_id");--> statement-breakpoint
CREATE INDEX "attempts_by_subscription" ON "sluice"."message_attempts" USING btree ("subscription_id","id");--> statement-breakpoint
CREATE INDEX "attempts_by_message" ON "sluice"."message_attempts" USING btree ("message_id");--> statement-breakpoint
CREATE UNIQUE INDEX "messages_by_event" ON "sluice"."messages" USING btree ("subscription_id","event_id");--> statement-breakpoint
CREATE INDEX "messages_pending" ON "sluice"."messages" USING btree ("subscription_id","next_at","id") WHERE status = 'pending';--> statement-breakpoint
CREATE INDEX "messages_in_order" ON "sluice"."messages" USING btree ("subscription_id","created_at","id") WHERE status = 'pending';--> statement-breakpoint
CREATE INDEX "messages_by_subscription" ON "sluice"."messages" USING btree ("subscription_id","id");--> statement-breakpoint
CREATE INDEX "messages_by_type" ON "sluice"."messages" USING btree ("event_type","id");--> statement-breakpoint
CREATE INDEX "messages_failed" ON "sluice"."messages" USING btree ("id") WHERE status = 'failed';--> statement-breakpoint
CREATE INDEX "messages_finished" ON "sluice"."messages" USING btree ("finished_at") WHERE finished_at is not null;--> statement-breakpoint
CREATE INDEX "test_cases_by_workflow" ON "sluice"."test_cases" USING btree ("workflow_id");--> statement-breakpoint
CREATE INDEX "event_listeners_by_head" ON "sluice"."event_listeners" USING btree ("head");--> statement-breakpoint
CREATE INDEX "schedules_by_next" ON "sluice"."schedules" USING btree ("next_at");--> statement-breakpoint
CREATE INDEX "waits_by_kind" ON "sluice"."waits" USING btree ("kind","state","approval_id");--> statement-breakpoint
CREATE INDEX "hook_keys_by_workflow" ON "sluice"."hook_keys" USING btree ("workflow_id");--> statement-breakpoint
CREATE UNIQUE INDEX "hook_keys_one_alias" ON "sluice"."hook_keys" USING btree ("workflow_id") WHERE kind = 'alias';--> statement-breakpoint
CREATE INDEX "workflows_by_change" ON "sluice"."workflows" USING btree ("updated_at","id");--> statement-breakpoint
CREATE INDEX "workflows_by_name" ON "sluice"."workflows" USING btree ("name");--> statement-breakpoint
CREATE INDEX "workflows_by_folder" ON "sluice"."workflows" USING btree ("folder");