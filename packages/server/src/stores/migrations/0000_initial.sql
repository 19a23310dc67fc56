CREATE TABLE `invitations` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`email_key` text NOT NULL,
	`role` text NOT NULL,
	`hash` text NOT NULL,
	`invited_by` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `invitations_email_key_unique` ON `invitations` (`email_key`);--> statement-breakpoint
CREATE UNIQUE INDEX `invitations_hash_unique` ON `invitations` (`hash`);--> statement-breakpoint
CREATE TABLE `password_resets` (
	`user_id` text PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`made_by` text,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`made_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `password_resets_hash_unique` ON `password_resets` (`hash`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`hash` text PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`user_id` text NOT NULL,
	`agent` text NOT NULL,
	`address` text NOT NULL,
	`last_seen_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_id_unique` ON `sessions` (`id`);--> statement-breakpoint
CREATE INDEX `sessions_by_user` ON `sessions` (`user_id`);--> statement-breakpoint
CREATE TABLE `tokens` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`scopes` text NOT NULL,
	`hash` text NOT NULL,
	`prefix` text NOT NULL,
	`created_by` text,
	`created_at` integer NOT NULL,
	`last_used_at` integer,
	`expires_at` integer,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tokens_hash_unique` ON `tokens` (`hash`);--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`email_key` text NOT NULL,
	`role` text NOT NULL,
	`password_hash` text,
	`language` text,
	`disabled_at` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_email_key_unique` ON `users` (`email_key`);--> statement-breakpoint
CREATE TABLE `alerts` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`condition` text NOT NULL,
	`enabled` integer NOT NULL,
	`recipients` text NOT NULL,
	`language` text NOT NULL,
	`repeat_minutes` integer,
	`muted_until` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`next_at` integer NOT NULL,
	`claimed_until` integer,
	`evaluated_at` integer,
	`firing_since` integer,
	`within_since` integer,
	`told_at` integer,
	`told` integer NOT NULL,
	`measure` text,
	`problem` text
);
--> statement-breakpoint
CREATE INDEX `alerts_due` ON `alerts` (`next_at`) WHERE enabled;--> statement-breakpoint
CREATE TABLE `refused_hours` (
	`hour` integer PRIMARY KEY NOT NULL,
	`count` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `audit` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`actor_kind` text NOT NULL,
	`actor_id` text,
	`actor_name` text,
	`address` text,
	`act` text NOT NULL,
	`object_kind` text,
	`object_id` text,
	`object_name` text,
	`outcome` text NOT NULL,
	`detail` text NOT NULL,
	`request_id` text
);
--> statement-breakpoint
CREATE INDEX `audit_by_actor` ON `audit` (`actor_id`,`id`);--> statement-breakpoint
CREATE INDEX `audit_by_actor_name` ON `audit` (`actor_name`,`id`);--> statement-breakpoint
CREATE INDEX `audit_by_act` ON `audit` (`act`,`id`);--> statement-breakpoint
CREATE INDEX `audit_by_object` ON `audit` (`object_id`,`id`);--> statement-breakpoint
CREATE TABLE `connector_operations` (
	`connector_id` text NOT NULL,
	`id` text NOT NULL,
	`position` integer NOT NULL,
	`method` text NOT NULL,
	`path` text NOT NULL,
	`summary` text NOT NULL,
	`tag` text,
	`deprecated` integer NOT NULL,
	`content` text NOT NULL,
	PRIMARY KEY(`connector_id`, `id`),
	FOREIGN KEY (`connector_id`) REFERENCES `connectors`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `connector_operations_in_order` ON `connector_operations` (`connector_id`,`position`);--> statement-breakpoint
CREATE TABLE `connectors` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`description` text NOT NULL,
	`version` text NOT NULL,
	`base_url` text NOT NULL,
	`document_base_url` text NOT NULL,
	`source` text NOT NULL,
	`hash` text NOT NULL,
	`sign_in` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `connectors_name_key_unique` ON `connectors` (`name_key`);--> statement-breakpoint
CREATE TABLE `credentials` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`type` text NOT NULL,
	`shown` text,
	`hosts` text NOT NULL,
	`key_id` text NOT NULL,
	`nonce` blob NOT NULL,
	`ciphertext` blob NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `credentials_name_key_unique` ON `credentials` (`name_key`);--> statement-breakpoint
CREATE TABLE `dedupe_claims` (
	`workflow_id` text NOT NULL,
	`key_hash` text NOT NULL,
	`delivery_id` text NOT NULL,
	`expires_at` integer NOT NULL,
	PRIMARY KEY(`workflow_id`, `key_hash`)
);
--> statement-breakpoint
CREATE INDEX `dedupe_claims_by_expiry` ON `dedupe_claims` (`expires_at`);--> statement-breakpoint
CREATE INDEX `dedupe_claims_by_delivery` ON `dedupe_claims` (`delivery_id`);--> statement-breakpoint
CREATE TABLE `deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`workflow_id` text NOT NULL,
	`version` integer,
	`received_at` integer NOT NULL,
	`verdict` text NOT NULL,
	`reason` text,
	`method` text NOT NULL,
	`address` text NOT NULL,
	`status` integer,
	`execution_id` text,
	`duration_ms` integer,
	`duplicate_of` text,
	`replay_of` text,
	`auth_method` text,
	`auth_stage` text,
	`settled_at` integer,
	`url` text NOT NULL,
	`headers` text NOT NULL,
	`answer` text,
	`variables` text,
	`claims` text,
	`rules` text,
	`note` text,
	`body_removed_at` integer,
	`body_bytes` integer NOT NULL,
	`body_truncated` integer NOT NULL,
	`body` blob NOT NULL
);
--> statement-breakpoint
CREATE INDEX `deliveries_by_workflow` ON `deliveries` (`workflow_id`,`id`);--> statement-breakpoint
CREATE INDEX `deliveries_aside` ON `deliveries` (`workflow_id`,`verdict`,`id`) WHERE verdict <> 'accepted';--> statement-breakpoint
CREATE INDEX `deliveries_not_accepted` ON `deliveries` (`id`) WHERE verdict <> 'accepted';--> statement-breakpoint
CREATE INDEX `deliveries_held` ON `deliveries` (`workflow_id`,`id`) WHERE verdict = 'held' and settled_at is null;--> statement-breakpoint
CREATE INDEX `deliveries_by_replay` ON `deliveries` (`replay_of`,`id`) WHERE replay_of is not null;--> statement-breakpoint
CREATE INDEX `deliveries_by_duplicate` ON `deliveries` (`duplicate_of`,`id`) WHERE duplicate_of is not null;--> statement-breakpoint
CREATE TABLE `delivery_counters` (
	`workflow_id` text NOT NULL,
	`reason` text NOT NULL,
	`count` integer NOT NULL,
	`last_at` integer NOT NULL,
	PRIMARY KEY(`workflow_id`, `reason`)
);
--> statement-breakpoint
CREATE TABLE `delivery_keys` (
	`delivery_id` text NOT NULL,
	`name` text NOT NULL,
	`value` text NOT NULL,
	PRIMARY KEY(`delivery_id`, `name`, `value`),
	FOREIGN KEY (`delivery_id`) REFERENCES `deliveries`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `delivery_keys_by_value` ON `delivery_keys` (`value`,`delivery_id`);--> statement-breakpoint
CREATE TABLE `draft_moments` (
	`workflow_id` text NOT NULL,
	`revision` integer NOT NULL,
	`begun_at` integer NOT NULL,
	`saved_at` integer NOT NULL,
	`saved_by` text,
	`content` text,
	PRIMARY KEY(`workflow_id`, `revision`),
	FOREIGN KEY (`workflow_id`) REFERENCES `workflows`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `draft_moments_by_time` ON `draft_moments` (`saved_at`);--> statement-breakpoint
CREATE TABLE `drift` (
	`workflow_id` text NOT NULL,
	`part` text NOT NULL,
	`path` text NOT NULL,
	`kind` text NOT NULL,
	`expected` text NOT NULL,
	`got` text NOT NULL,
	`first_seen_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`count` integer NOT NULL,
	`last_delivery_id` text NOT NULL,
	PRIMARY KEY(`workflow_id`, `part`, `path`, `kind`, `got`),
	FOREIGN KEY (`workflow_id`) REFERENCES `workflows`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `event_starts` (
	`event_id` text NOT NULL,
	`workflow_id` text NOT NULL,
	`execution_id` text,
	`problem` text,
	PRIMARY KEY(`event_id`, `workflow_id`),
	FOREIGN KEY (`event_id`) REFERENCES `events`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `events` (
	`id` text PRIMARY KEY NOT NULL,
	`type` text NOT NULL,
	`source` text NOT NULL,
	`occurred_at` integer NOT NULL,
	`received_at` integer NOT NULL,
	`user_id` text,
	`execution_id` text,
	`fanned_out_at` integer,
	`depth` integer NOT NULL,
	`stopped` text,
	`data` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `events_by_time` ON `events` (`received_at`,`id`);--> statement-breakpoint
CREATE INDEX `events_by_type` ON `events` (`type`,`received_at`,`id`);--> statement-breakpoint
CREATE INDEX `events_waiting` ON `events` (`received_at`) WHERE fanned_out_at is null;--> statement-breakpoint
CREATE TABLE `execution_values` (
	`execution_id` text NOT NULL,
	`value` text NOT NULL,
	`bytes` integer NOT NULL,
	`json` text NOT NULL,
	PRIMARY KEY(`execution_id`, `value`)
);
--> statement-breakpoint
CREATE TABLE `executions` (
	`id` text PRIMARY KEY NOT NULL,
	`workflow_id` text NOT NULL,
	`version` integer,
	`status` text NOT NULL,
	`started_by` text NOT NULL,
	`delivery_id` text,
	`queued_at` integer NOT NULL,
	`started_at` integer,
	`finished_at` integer,
	`answer` text,
	`error` text,
	`failed_by_design` integer NOT NULL,
	`warnings` text,
	`crashes` integer NOT NULL,
	`reprieves` integer,
	`suspected_at` integer,
	`trial_at` integer,
	`input` text,
	`document` text,
	`worker` text,
	`epoch` integer NOT NULL,
	`wake_at` integer,
	`waiting_for` text,
	`ran_ms` integer NOT NULL,
	`concurrency_key` text,
	`concurrency_limit` integer,
	`start_key` text,
	`origin` text
);
--> statement-breakpoint
CREATE INDEX `executions_by_workflow` ON `executions` (`workflow_id`,`id`);--> statement-breakpoint
CREATE INDEX `executions_by_status` ON `executions` (`status`,`id`);--> statement-breakpoint
CREATE INDEX `executions_gone_wrong` ON `executions` (`workflow_id`,`status`,`id`) WHERE status in ('failed', 'cancelled', 'timed-out');--> statement-breakpoint
CREATE INDEX `executions_failed` ON `executions` (`finished_at`,`workflow_id`,`status`) WHERE status in ('failed', 'timed-out');--> statement-breakpoint
CREATE INDEX `executions_due` ON `executions` (`wake_at`) WHERE wake_at is not null;--> statement-breakpoint
CREATE INDEX `executions_by_concurrency` ON `executions` (`concurrency_key`,`id`) WHERE concurrency_key is not null and finished_at is null;--> statement-breakpoint
CREATE INDEX `executions_suspected` ON `executions` (`trial_at`) WHERE suspected_at is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `executions_start_key` ON `executions` (`start_key`) WHERE start_key is not null;--> statement-breakpoint
CREATE TABLE `journal` (
	`execution_id` text NOT NULL,
	`seq` integer NOT NULL,
	`records` text NOT NULL,
	PRIMARY KEY(`execution_id`, `seq`)
);
--> statement-breakpoint
CREATE TABLE `node_cache` (
	`workflow_id` text NOT NULL,
	`node` text NOT NULL,
	`hash` text NOT NULL,
	`answer` text NOT NULL,
	`expires_at` integer NOT NULL,
	PRIMARY KEY(`workflow_id`, `node`, `hash`)
);
--> statement-breakpoint
CREATE INDEX `node_cache_by_expiry` ON `node_cache` (`expires_at`);--> statement-breakpoint
CREATE TABLE `oauth_grants` (
	`credential_id` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`connected_as` text,
	`scope` text,
	`expires_at` integer,
	`renewable` integer NOT NULL,
	`connected_at` integer,
	`renewed_at` integer,
	`key_id` text,
	`nonce` blob,
	`ciphertext` blob,
	`broken` integer NOT NULL,
	`error` text,
	`error_message` text,
	`error_at` integer,
	`renewing_by` text,
	`renewing_until` integer,
	FOREIGN KEY (`credential_id`) REFERENCES `credentials`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `oauth_requests` (
	`state_hash` text PRIMARY KEY NOT NULL,
	`credential_id` text NOT NULL,
	`session_hash` text NOT NULL,
	`redirect_url` text NOT NULL,
	`expires_at` integer NOT NULL,
	`key_id` text NOT NULL,
	`nonce` blob NOT NULL,
	`ciphertext` blob NOT NULL,
	FOREIGN KEY (`credential_id`) REFERENCES `credentials`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `replays` (
	`id` text PRIMARY KEY NOT NULL,
	`state` text NOT NULL,
	`version` text NOT NULL,
	`per_second` real NOT NULL,
	`selection` text NOT NULL,
	`up_to` text NOT NULL,
	`after` text,
	`underway` text,
	`total` integer NOT NULL,
	`accepted` integer NOT NULL,
	`refused` integer NOT NULL,
	`skipped` integer NOT NULL,
	`last_problem` text,
	`holder` text,
	`lease_until` integer,
	`created_by` text,
	`created_at` integer NOT NULL,
	`finished_at` integer
);
--> statement-breakpoint
CREATE INDEX `replays_running` ON `replays` (`id`) WHERE state = 'running';--> statement-breakpoint
CREATE TABLE `secrets` (
	`id` text PRIMARY KEY NOT NULL,
	`workflow_id` text NOT NULL,
	`node` text NOT NULL,
	`field` text NOT NULL,
	`key_id` text NOT NULL,
	`nonce` blob NOT NULL,
	`ciphertext` blob NOT NULL,
	`created_at` integer NOT NULL,
	`unused_since` integer,
	FOREIGN KEY (`workflow_id`) REFERENCES `workflows`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `secrets_by_workflow` ON `secrets` (`workflow_id`);--> statement-breakpoint
CREATE TABLE `vault_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`check_value` blob NOT NULL,
	`first_used_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `version_secrets` (
	`workflow_id` text NOT NULL,
	`version` integer NOT NULL,
	`secret_id` text NOT NULL,
	PRIMARY KEY(`workflow_id`, `version`, `secret_id`),
	FOREIGN KEY (`workflow_id`,`version`) REFERENCES `workflow_versions`(`workflow_id`,`version`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `sender_uses` (
	`workflow_id` text NOT NULL,
	`sender` text NOT NULL,
	`last_at` integer NOT NULL,
	PRIMARY KEY(`workflow_id`, `sender`),
	FOREIGN KEY (`workflow_id`) REFERENCES `workflows`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `settings` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `event_types` (
	`type` text PRIMARY KEY NOT NULL,
	`description` text NOT NULL,
	`schema` text,
	`example` text,
	`described` integer NOT NULL,
	`on_mismatch` text NOT NULL,
	`first_seen_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `message_attempts` (
	`id` text PRIMARY KEY NOT NULL,
	`message_id` text NOT NULL,
	`subscription_id` text NOT NULL,
	`event_type` text NOT NULL,
	`number` integer NOT NULL,
	`at` integer NOT NULL,
	`duration_ms` integer NOT NULL,
	`status` integer,
	`error` text,
	`message` text,
	`answer` text NOT NULL,
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `attempts_by_subscription` ON `message_attempts` (`subscription_id`,`id`);--> statement-breakpoint
CREATE INDEX `attempts_by_message` ON `message_attempts` (`message_id`);--> statement-breakpoint
CREATE TABLE `messages` (
	`id` text PRIMARY KEY NOT NULL,
	`subscription_id` text NOT NULL,
	`event_id` text,
	`event_type` text NOT NULL,
	`status` text NOT NULL,
	`attempts` integer NOT NULL,
	`next_at` integer NOT NULL,
	`claimed_until` integer,
	`created_at` integer NOT NULL,
	`finished_at` integer,
	`format` text NOT NULL,
	`body` text NOT NULL,
	FOREIGN KEY (`subscription_id`) REFERENCES `subscriptions`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `messages_by_event` ON `messages` (`subscription_id`,`event_id`);--> statement-breakpoint
CREATE INDEX `messages_pending` ON `messages` (`subscription_id`,`next_at`,`id`) WHERE status = 'pending';--> statement-breakpoint
CREATE INDEX `messages_in_order` ON `messages` (`subscription_id`,`created_at`,`id`) WHERE status = 'pending';--> statement-breakpoint
CREATE INDEX `messages_by_subscription` ON `messages` (`subscription_id`,`id`);--> statement-breakpoint
CREATE INDEX `messages_by_type` ON `messages` (`event_type`,`id`);--> statement-breakpoint
CREATE INDEX `messages_failed` ON `messages` (`id`) WHERE status = 'failed';--> statement-breakpoint
CREATE INDEX `messages_finished` ON `messages` (`finished_at`) WHERE finished_at is not null;--> statement-breakpoint
CREATE TABLE `subscriptions` (
	`id` text PRIMARY KEY NOT NULL,
	`url` text NOT NULL,
	`description` text NOT NULL,
	`events` text NOT NULL,
	`active` integer NOT NULL,
	`format` text NOT NULL,
	`options` text NOT NULL,
	`header_names` text NOT NULL,
	`key_id` text NOT NULL,
	`nonce` blob NOT NULL,
	`ciphertext` blob NOT NULL,
	`failing_since` integer,
	`disabled_at` integer,
	`disabled_reason` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `tasks` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`payload` text NOT NULL,
	`key` text,
	`run_at` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`state` text DEFAULT 'waiting' NOT NULL,
	`last_error` text
);
--> statement-breakpoint
CREATE INDEX `tasks_waiting` ON `tasks` (`run_at`,`id`) WHERE state = 'waiting';--> statement-breakpoint
CREATE UNIQUE INDEX `tasks_by_key` ON `tasks` (`key`) WHERE state = 'waiting' and key is not null;--> statement-breakpoint
CREATE TABLE `test_cases` (
	`id` text PRIMARY KEY NOT NULL,
	`workflow_id` text NOT NULL,
	`name` text NOT NULL,
	`delivery_id` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`content` text NOT NULL,
	FOREIGN KEY (`workflow_id`) REFERENCES `workflows`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `test_cases_by_workflow` ON `test_cases` (`workflow_id`);--> statement-breakpoint
CREATE TABLE `event_listeners` (
	`workflow_id` text NOT NULL,
	`pattern` text NOT NULL,
	`head` text NOT NULL,
	PRIMARY KEY(`workflow_id`, `pattern`),
	FOREIGN KEY (`workflow_id`) REFERENCES `workflows`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `event_listeners_by_head` ON `event_listeners` (`head`);--> statement-breakpoint
CREATE TABLE `schedules` (
	`workflow_id` text PRIMARY KEY NOT NULL,
	`cron` text NOT NULL,
	`time_zone` text NOT NULL,
	`missed` text NOT NULL,
	`done_until` integer NOT NULL,
	`next_at` integer,
	FOREIGN KEY (`workflow_id`) REFERENCES `workflows`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `schedules_by_next` ON `schedules` (`next_at`);--> statement-breakpoint
CREATE TABLE `waits` (
	`execution_id` text NOT NULL,
	`node` text NOT NULL,
	`frame` text NOT NULL,
	`workflow_id` text NOT NULL,
	`kind` text NOT NULL,
	`state` text NOT NULL,
	`approval_id` text,
	`title` text NOT NULL,
	`message` text NOT NULL,
	`asked_at` integer NOT NULL,
	`until` integer,
	`result` text,
	`resolved_at` integer,
	`resolved_by` text,
	PRIMARY KEY(`execution_id`, `node`, `frame`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `waits_approval_id_unique` ON `waits` (`approval_id`);--> statement-breakpoint
CREATE INDEX `waits_by_kind` ON `waits` (`kind`,`state`,`approval_id`);--> statement-breakpoint
CREATE TABLE `workers` (
	`id` text PRIMARY KEY NOT NULL,
	`started_at` integer NOT NULL,
	`lease_until` integer NOT NULL,
	`seen_at` integer NOT NULL,
	`explained` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `hook_keys` (
	`key` text PRIMARY KEY NOT NULL,
	`workflow_id` text NOT NULL,
	`kind` text DEFAULT 'key' NOT NULL,
	`valid_until` integer,
	FOREIGN KEY (`workflow_id`) REFERENCES `workflows`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `hook_keys_by_workflow` ON `hook_keys` (`workflow_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `hook_keys_one_alias` ON `hook_keys` (`workflow_id`) WHERE kind = 'alias';--> statement-breakpoint
CREATE TABLE `workflow_versions` (
	`workflow_id` text NOT NULL,
	`version` integer NOT NULL,
	`document` text NOT NULL,
	`meaning` text NOT NULL,
	`note` text,
	`published_at` integer NOT NULL,
	`published_by` text,
	PRIMARY KEY(`workflow_id`, `version`),
	FOREIGN KEY (`workflow_id`) REFERENCES `workflows`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `workflows` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`mode` text NOT NULL,
	`revision` integer NOT NULL,
	`folder` text DEFAULT '' NOT NULL,
	`tags` text DEFAULT '[]' NOT NULL,
	`draft` text NOT NULL,
	`draft_meaning` text NOT NULL,
	`published` integer,
	`last_version` integer DEFAULT 0 NOT NULL,
	`paused` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`trashed_at` integer
);
--> statement-breakpoint
CREATE INDEX `workflows_by_change` ON `workflows` (`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `workflows_by_name` ON `workflows` (`name`);--> statement-breakpoint
CREATE INDEX `workflows_by_folder` ON `workflows` (`folder`,`tags`,`trashed_at`);